# `make run` starts Qingce, `make test` tests it. The steps themselves are in tools/, in plain Python.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
ifeq ($(strip $(PYTHON)),)
$(error Python 3.11 or newer is needed: install python3 and python3-venv, or name one with PYTHON=…)
endif
TOOL = $(PYTHON) -m

.PHONY: help run test soak check audit bench docs wheel lock translations
.DEFAULT_GOAL := help

help:   ## this list
	@grep -E '^[a-z]+: .*##' Makefile | sed -E 's/:[^#]*##/ -/; s/^/make /'

run:    ## set everything up and serve on 127.0.0.1:8000 (another port: PORT=8001 make run)
	@$(TOOL) tools.setup

test:   ## every check, then every test, on SQLite and on PostgreSQL
	@$(TOOL) tools.testing

soak:   ## kill all processes a hundred times in the middle of public acts; the ledger must be whole each time
	@$(TOOL) tools.soak

check:  ## style, types, import order, safety, translations, generated pages
	@$(TOOL) tools.check --set-up

audit:  ## known weaknesses of every pinned package, as far as the registries tell
	@.venv/bin/python -m tools.audit

bench:  ## measure speed beside peers, small; SIZE=full takes the sizes of the budgets (hours), BENCH_HOME=… keeps the house it makes
	@.venv/bin/python -m bench

docs:   ## write the generated pages of docs/ anew
	@.venv/bin/python -m tools.docs

translations: ## collect new messages into locale/
	@.venv/bin/python -m tools.translations

wheel:  ## build the package with all it needs, into var/wheel/
	@$(TOOL) tools.wheel

lock:   ## pin every package anew, with hashes
	@.venv/bin/python -m tools.lock
