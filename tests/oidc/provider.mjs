// A certified OpenID Connect provider for the tests: node provider.mjs '{"port", "clients", "accounts"}'.
// It listens on this machine only and ends when its standard input does.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { port, clients, accounts } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients,
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  cookies: { keys: ["for-tests-only"] },
  pkce: { required: () => true },
  async findAccount(_context, sub) {
    const told = accounts[sub];
    return told && { accountId: sub, claims: async () => ({ sub, ...told }) };
  },
});
createServer(provider.callback()).listen(port, "127.0.0.1", () => console.log("ready"));
process.stdin.on("end", () => process.exit(0)).resume();
