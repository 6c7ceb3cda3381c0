# The machine's own Node.js only starts npm; everything else runs on the Node.js 24 that npm installs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
RUN := PATH="$(CURDIR)/node_modules/.bin:$$PATH"
LOCAL := $(RUN) node bootstrap/local/main.ts

.PHONY: app help up down status build test faults check generate lint bench deps

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo 'Settings: PORT_BASE=26400 (first port), TIME_SCALE=0.05 (1: as slow as AWS), TASKPLATFORM_CACHE=folder'

up: deps ## build and start everything, and bring the example platform to Ready
	@$(LOCAL) up

down: deps ## stop everything and remove its data and keys
	@$(LOCAL) down

status: deps ## show the parts that run, and where their logs are
	@$(LOCAL) status || true

build: deps ## build the control plane into the cache (about 10 minutes, once)
	@$(LOCAL) build

test: build ## run the checks and every ring of tests but the faults; ends with "N passed, N failed"
	@$(RUN) node bootstrap/local/test/main.ts all

faults: build ## run the matrix of faults (about 15 minutes), print its table; ends with "N passed, N failed"
	@$(RUN) node bootstrap/local/test/main.ts faults

check: build ## check types, lint and that generated files are fresh
	@$(RUN) node bootstrap/local/test/main.ts check

app: build ## start the API of the task app with its database and cache, to work on it (APP_PORT=8080)
	@$(RUN) node apps/api/dev/main.ts

generate: build ## write the generated files anew
	@$(RUN) npm run --silent generate

lint: deps ## check style, and who may import whom
	@$(RUN) biome check .

bench: build ## measure time, requests, writes and memory; ONLY=compare: a part of it (compose, lifecycle, many, compare)
	@$(RUN) node operator/bench/main.ts $(ONLY)

deps:
	@command -v node >/dev/null && command -v npm >/dev/null || \
	  { echo 'Node.js 20 or newer with npm is needed and not in PATH: install it from your distribution or nodejs.org' >&2; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || \
	  { echo "Node.js 20 or newer is needed, this one is $$(node --version): install a newer one" >&2; exit 1; }
	@cmp -s package-lock.json node_modules/.installed-lock || \
	  { echo 'Installing the npm packages' && npm ci --loglevel=error && cp package-lock.json node_modules/.installed-lock; }
	@test -x node_modules/.bin/node || \
	  { echo 'npm did not install its Node.js 24: allow install scripts (npm config set ignore-scripts false), remove node_modules, try again' >&2; exit 1; }
