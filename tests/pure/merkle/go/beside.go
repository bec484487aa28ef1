// Signs, proves and checks with the packages that Go's own checksum database uses: nothing here is ours but the plumbing.
// Reads one JSON question a line and writes one JSON answer a line.
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/json"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Ask     string
	Note    string
	Keys    []string
	Secret  string
	Text    string
	Name    string
	Entry   string
	Entries []string
	Number  int64
	Former  int64
	Size    int64
	Root    []byte
	Older   []byte
	Proof   [][]byte
}

type answer struct {
	Error  string   `json:",omitempty"`
	Text   string   `json:",omitempty"`
	Signed []string `json:",omitempty"`
	Secret string   `json:",omitempty"`
	Key    string   `json:",omitempty"`
	Root   []byte   `json:",omitempty"`
	Proof  [][]byte `json:",omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		told, err := answer{}, json.Unmarshal(lines.Bytes(), &asked)
		if err == nil {
			told, err = answers[asked.Ask](asked)
		}
		if err != nil {
			told.Error = err.Error()
		}
		if err := out.Encode(told); err != nil {
			panic(err)
		}
	}
}

var answers = map[string]func(question) (answer, error){
	"open":    open,
	"key":     key,
	"sign":    sign,
	"entry":   checkEntry,
	"growth":  checkGrowth,
	"prove":   prove,
	"extends": extends,
}

func open(asked question) (answer, error) {
	var known []note.Verifier
	for _, each := range asked.Keys {
		verifier, err := note.NewVerifier(each)
		if err != nil {
			return answer{}, err
		}
		known = append(known, verifier)
	}
	opened, err := note.Open([]byte(asked.Note), note.VerifierList(known...))
	if err != nil {
		return answer{}, err
	}
	told := answer{Text: opened.Text}
	for _, each := range opened.Sigs {
		told.Signed = append(told.Signed, each.Name)
	}
	return told, nil
}

func key(asked question) (answer, error) {
	secret, public, err := note.GenerateKey(rand.Reader, asked.Name)
	return answer{Secret: secret, Key: public}, err
}

func sign(asked question) (answer, error) {
	signer, err := note.NewSigner(asked.Secret)
	if err != nil {
		return answer{}, err
	}
	signed, err := note.Sign(&note.Note{Text: asked.Text}, signer)
	return answer{Text: string(signed)}, err
}

func checkEntry(asked question) (answer, error) {
	leaf := tlog.RecordHash([]byte(asked.Entry))
	return answer{}, tlog.CheckRecord(hashes(asked.Proof), asked.Size, hash(asked.Root), asked.Number, leaf)
}

func checkGrowth(asked question) (answer, error) {
	proof := tlog.TreeProof(hashes(asked.Proof))
	return answer{}, tlog.CheckTree(proof, asked.Size, hash(asked.Root), asked.Former, hash(asked.Older))
}

func prove(asked question) (answer, error) {
	read, size, err := tree(asked.Entries)
	if err != nil {
		return answer{}, err
	}
	proof, err := tlog.ProveRecord(size, asked.Number, read)
	if err != nil {
		return answer{}, err
	}
	return proved(read, size, proof)
}

func extends(asked question) (answer, error) {
	read, size, err := tree(asked.Entries)
	if err != nil {
		return answer{}, err
	}
	proof, err := tlog.ProveTree(size, asked.Former, read)
	if err != nil {
		return answer{}, err
	}
	return proved(read, size, proof)
}

func tree(entries []string) (tlog.HashReader, int64, error) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for number, each := range entries {
		more, err := tlog.StoredHashes(int64(number), []byte(each), read)
		if err != nil {
			return nil, 0, err
		}
		stored = append(stored, more...)
	}
	return read, int64(len(entries)), nil
}

func proved(read tlog.HashReader, size int64, proof []tlog.Hash) (answer, error) {
	root, err := tlog.TreeHash(size, read)
	told := answer{Root: root[:]}
	for _, each := range proof {
		told.Proof = append(told.Proof, append([]byte(nil), each[:]...))
	}
	return told, err
}

func hash(raw []byte) (made tlog.Hash) {
	copy(made[:], raw)
	return made
}

func hashes(raw [][]byte) []tlog.Hash {
	var made []tlog.Hash
	for _, each := range raw {
		made = append(made, hash(each))
	}
	return made
}
