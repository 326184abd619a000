# Every command a developer runs. Each target first installs the locked environment into .venv if it is missing or the
# lock has changed.

PORT ?= 8080
DATA ?=
PG ?= 18
PIPELINE ?= on
ARCHITECTURE ?= arm64
STAGE ?= dev
E ?= events/$(F).json
CONTAINERS ?=
LIVE ?=
SECONDS ?= 120
SEED ?=
MINUTES ?=
ONLY ?=
export PORT DATA PG PIPELINE ARCHITECTURE CONTAINERS LIVE

VENV := .venv
PY := $(VENV)/bin/python
SAM := $(VENV)/bin/sam
STAMP := $(VENV)/.installed
AUDITORS := $(VENV)/audit/.installed
CHECKOV := $(VENV)/checkov/.installed
LINTED := .aws-sam/.linted
SITE := functions/console/site/site.json
EMULATOR := $(VENV)/prove/.installed
CLIENTS := $(VENV)/clients/.installed
QUICK := tests/unit tests/integration tests/contract
SLOW := tests/slow
PYTEST = $(PY) -m pytest --numprocesses=auto --dist=worksteal
# Packages in which every branch must be tested, and their own tests.
EXACT := ledger.posting ledger.edge.idempotency ledger.edge.batches ledger.batches ledger.reconciliation
OF_EXACT := tests/unit/posting tests/integration/posting tests/integration/reconciliation tests/integration/batches \
	tests/integration/edge/test_idempotency.py tests/integration/edge/test_faults.py \
	tests/contract/test_kinds.py tests/slow/reconciliation/test_reconciliation_parts.py
# BUILD,<folder in .aws-sam>,<architecture>. In the source: otherwise SAM copies 29,000 files of the console's packages.
BUILD = mkdir -p .aws-sam && { ARCHITECTURE=$(2) $(SAM) build --build-in-source --build-dir .aws-sam/$(1) \
	--parameter-overrides Architecture=$(2) >.aws-sam/$(1).log 2>&1 || { cat .aws-sam/$(1).log >&2; exit 1; }; }
# The build that containers run on this machine. The build for deployment is in .aws-sam/build.
BUILT := .aws-sam/containers
CONSOLE = @$(MAKE) --no-print-directory --file functions/console/Makefile
# One word for each parameter: SAM ignores a parameter that follows a tab, which a continued recipe line starts with.
INVOKED = Architecture=$(MACHINE) Pipeline=$(PIPELINE) $(if $(DATABASE_URL),'DatabaseUrl=$(DATABASE_URL)') \
	$(if $(ADMIN_DATABASE_URL),'AdminDatabaseUrl=$(ADMIN_DATABASE_URL)') \
	$(if $(RECONCILE_DATABASE_URL),'ReconcileDatabaseUrl=$(RECONCILE_DATABASE_URL)')
MACHINE := $(patsubst aarch64,arm64,$(patsubst amd64,x86_64,$(shell uname -m)))
LOCK = $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --python $(PY) \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

export SAM_CLI_TELEMETRY := 0
export UV_PYTHON_DOWNLOADS := never
# Debian installs servers such as PgBouncer in /usr/sbin, which is on root's PATH only.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH):/usr/sbin

.DEFAULT_GOAL := help
.PHONY: help run pages console site demo reconcile test test-slow test-all test-pooled test-containers test-console test-clients \
	test-e2e test-generated coverage check audit \
	failpoints fuzz interleavings search gate chaos chaos-faults mutants check-template bench openapi client events database-roles costs build image \
	containers invoke deploy destroy prove lock clean FORCE

##@ Daily

help: ## list these commands
	@awk -F ':.*## ' '/^##@ /{printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(STAMP) $(if $(filter 1,$(CONTAINERS)),containers) ## start the whole system locally (PORT=8080, DATA=<new folder in which to keep the database, or an earlier one>, CONTAINERS=1: functions in containers)
	@BUILD_PAGES=1 exec $(PY) -m local run

pages: $(STAMP)
	$(CONSOLE) page-where-possible
	@$(MAKE) --silent --no-print-directory site || echo 'site: not rebuilt' >&2

demo: $(STAMP) ## fill the local system at PORT with a demo tenant (LIVE=1: then cash out a bet every few seconds)
	@exec $(PY) -m local demo

console: ## build the web console if its sources have changed since the last build
	$(CONSOLE) page

site: $(SITE) ## build the documentation that is served at /docs if its sources have changed since the last build

check: $(STAMP) ## check format, lint, types and the import rules between packages
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo

test: $(STAMP) ## test the rules of money, security and the contract, in two and a half minutes (PG=16|18, PIPELINE=on|off, ARGS=<pytest options>)
	@$(PYTEST) $(QUICK) $(ARGS)

test-slow: $(STAMP) ## run the tests that start programs or take long (as `make test`)
	@$(PYTEST) --dist=loadfile $(SLOW) $(ARGS)

test-all: test test-slow ## run both

reconcile: $(STAMP) ## check the ledger against itself (DATABASE_URL or DATA: the database, ARGS=<options of purser reconcile>)
	@$(VENV)/bin/purser reconcile $(ARGS)

openapi: $(STAMP) ## generate docs/openapi.json, errors.md, permissions.md, kinds.md, the tables of reference.md and the console's words from template and code
	@$(PY) -m tools.openapi
	@$(PY) -m tools.reference
	@$(PY) -m tests.support.permissions
	@$(PY) -m tools.kinds
	@$(PY) -m tools.error_catalogue

client: $(STAMP) $(CLIENTS) ## generate the models and operations of client/, the typed Python client, from docs/openapi.json
	@$(PY) -m tools.client

events: $(STAMP) ## generate docs/events/, the JSON Schema of each event and their index, from the event models
	@$(PY) -m tools.event_schemas
	@$(PY) -m tools.event_index

database-roles: $(STAMP) ## generate docs/database-roles.md from the catalogue of a new database
	@$(PY) -m tools.database_roles

costs: $(STAMP) ## generate the costs in docs/operations.md from docs/containers.md and tools/prices.json
	@$(PY) -m tools.costs

lock: $(STAMP) ## resolve pyproject.toml into the locked requirements files again (UPGRADE=1: to the newest versions)
	@echo 'lock: requirements.txt'
	@$(LOCK) --group dev --output-file requirements.txt pyproject.toml
	@echo 'lock: requirements-uv.txt'
	@$(LOCK) --group uv --constraint requirements.txt --output-file requirements-uv.txt
	@echo 'lock: requirements-runtime.txt'
	@$(LOCK) --group runtime --constraint requirements.txt --output-file requirements-runtime.txt
	@echo 'lock: requirements-audit.txt'
	@$(LOCK) --group audit --constraint requirements.txt --output-file requirements-audit.txt
	@echo 'lock: requirements-checkov.txt'
	@$(LOCK) --group checkov --output-file requirements-checkov.txt
	@echo 'lock: requirements-prove.txt'
	@$(LOCK) --group prove --output-file requirements-prove.txt
	@echo 'lock: requirements-clients.txt'
	@$(LOCK) --group clients --output-file requirements-clients.txt
	@echo 'lock: layers/ledger/requirements.txt'
	@$(LOCK) --constraint requirements.txt --output-file layers/ledger/requirements.txt pyproject.toml
	@for file in functions/*/requirements.txt; do \
		echo "lock: $$file"; group=$$(basename $$(dirname $$file)); \
		$(LOCK) --group $$group --constraint requirements.txt --output-file $$file || exit 1; \
	done

clean: ## remove everything that was built, including .venv
	@rm -rf $(VENV) .aws-sam functions/console/dist functions/console/site functions/console/node_modules tests/e2e/screenshots .chaos .search .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find functions layers cli local bench tests -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

##@ The gate, and its other steps

gate: ## run .ci/run, as a merge does, in a clean clone of HEAD; write the commit's id into .git/gate if it passes
	@.ci/gate

check-template: $(CHECKOV) ## check template.yaml with checkov and AWS's validator; exceptions: .checkov.yaml, tools/template_check.py
	@mkdir -p .aws-sam
	@$(VENV)/checkov/bin/python -P $(VENV)/checkov/bin/checkov --config-file .checkov.yaml --file template.yaml \
		> .aws-sam/checkov.txt 2>&1; status=$$?; cat .aws-sam/checkov.txt; exit $$status
	@! grep 'Parsing errors' .aws-sam/checkov.txt || { echo 'checkov could not read template.yaml' >&2; exit 1; }
	@$(PY) -m local.transform template.yaml > .aws-sam/transformed.json
	@$(VENV)/checkov/bin/python -P tools/template_check.py template.yaml .aws-sam/transformed.json

build: $(STAMP) $(LINTED) $(SITE) ## build the deployment into .aws-sam (ARCHITECTURE=arm64|x86_64)
	@$(call BUILD,build,$(ARCHITECTURE))

audit: $(AUDITORS) ## look for known vulnerabilities: bandit (code), pip-audit and npm audit (locked packages) (AUDIT=required: fail if offline)
	@$(PY) -m tools.audit

coverage: $(STAMP) ## require that the tests of posting, idempotency and reconciliation take each of their branches (ALL=1: that all tests run 95 % of all code)
ifeq ($(ALL),1)
	@$(PYTEST) --cov=ledger --cov=cli --cov-fail-under=95 $(QUICK) $(SLOW)
else
	@$(PYTEST) $(EXACT:%=--cov=%) --cov-fail-under=100 $(OF_EXACT)
endif

test-console: $(STAMP) ## check the console: types, lint, format, component tests, size of the first page load
	$(CONSOLE) test page
	@$(PY) -m tools.first_load

test-clients: $(STAMP) $(CLIENTS) ## test client/ against a running system; generate clients in Python and TypeScript, compile a session with each and run it (ARGS=<pytest options>); needs npm
	$(CONSOLE) packages
	@$(PY) -m pytest tests/clients $(ARGS)

test-pooled: $(STAMP) ## run those of both whose subject is the session through PgBouncer in transaction mode (SEARCH=1: all that use the database)
	@command -v pgbouncer >/dev/null || { echo 'test-pooled: pgbouncer is not installed (Debian: apt-get install pgbouncer)' >&2; exit 1; }
	@POOLED=1 $(PYTEST) $(if $(SEARCH),$(QUICK) $(SLOW),$(shell grep -rl --include='test_*.py' 'mark\.session' $(QUICK) $(SLOW) | sort)) $(ARGS)

failpoints: $(STAMP) ## let every point of every writing operation fail (REPORT=1: write the table of docs/reliability.md)
	@REPORT=$(REPORT) $(PYTEST) tests/failpoints $(ARGS)

fuzz: $(STAMP) ## send requests by every role that are drawn from a seed (SEED=1, REQUESTS=1000)
	@SEED=$(or $(SEED),1) REQUESTS=$(or $(REQUESTS),1000) $(PYTEST) tests/fuzz $(ARGS)

interleavings: $(STAMP) ## run pairs of requests statement by statement, and schedules drawn from a seed (SEED=1, SCHEDULES=100)
	@SEED=$(or $(SEED),1) SCHEDULES=$(or $(SCHEDULES),100) \
	$(PYTEST) tests/interleavings $(ARGS)

test-generated: $(STAMP) ## run failpoints, fuzz and interleavings together, which prepares Postgres and the sample data once
	@$(PYTEST) tests/failpoints tests/fuzz tests/interleavings $(ARGS)

bench: $(STAMP) ## run the benchmarks, each against a baseline from the same run (SMOKE=1: only check that they work, ARGS=posting: only some, ARGS=growth: a ledger of ENTRIES=50000000 in DATA=<folder>, ARGS="peers --pgledger <folder>": beside a checkout of pgledger, REPORT=1: only write the figures into docs/performance.md)
ifeq ($(REPORT),1)
	@$(PY) -m bench.page
else
	@SMOKE=$(SMOKE) ENTRIES=$(ENTRIES) $(PY) -m bench $(ARGS)
endif

test-e2e: $(STAMP) ## test the console in Chromium against its own local system, in two looks (SEARCH=1: in six, with tests/e2e/screenshots/; ARGS=<pytest options>)
	@if [ -z "$(CI)" ] && ! { command -v chromium-headless-shell || command -v chromium; } >/dev/null; then \
		echo 'test-e2e: skipped; it needs Chromium (Debian: apt-get install chromium-headless-shell)'; \
	else \
		$(MAKE) --no-print-directory console site && $(PY) -m pytest tests/e2e $(ARGS); \
	fi

prove: $(STAMP) $(EMULATOR) $(LINTED) $(SITE) ## test the deployment in an AWS emulator (SEARCH=1: all of it, STAGE=dev|staging|prod: in your own AWS account; see docs/proof.md)
	$(CONSOLE) page
	@TMPDIR=$${TMPDIR:-/tmp} CONFIRM='$(CONFIRM)' $(PY) -m pytest tests/prove --exitfirst --durations=15 $(if $(filter command environment,$(firstword $(origin STAGE))),--stage '$(STAGE)') $(ARGS)

test-containers: $(STAMP) ## run a function of each kind in a Lambda-like container, behind PgBouncer with TLS (SEARCH=1: every function; writes docs/containers.md)
	@if [ -z "$(CI)" ] && ! docker info >/dev/null 2>&1 && [ "$$(id -u)" != 0 ]; then \
		echo 'test-containers: skipped; it needs Docker, or root to install and start Docker'; \
	else \
		command -v pgbouncer >/dev/null || { echo 'test-containers: pgbouncer is not installed (Debian: apt-get install pgbouncer)' >&2; exit 1; }; \
		$(MAKE) --no-print-directory build containers && $(PY) -m pytest tests/containers $(ARGS); \
	fi

##@ The search, and parts of it

search: $(STAMP) ## look for faults with what is random, timed, long or repeated, until it is stopped (MINUTES=60, ONLY="schedules chaos", REPORT=1: write a row into docs/reliability.md)
	@MINUTES='$(MINUTES)' ONLY='$(ONLY)' REPORT=$(REPORT) $(PY) -m tests.search

chaos: $(STAMP) ## let clients and a nemesis act on the real system for SECONDS=120, and check what happened (SEED=<of a run to replay>, REPORT=1: write docs/reliability.md, ARGS=<options of python -m tests.chaos>)
	@$(PY) -m tests.chaos --seconds $(SECONDS) $(if $(SEED),--seed '$(SEED)') $(if $(filter 1,$(REPORT)),--report) $(ARGS)

chaos-faults: $(STAMP) ## put deliberate faults into copies of the tree, and test that the checker of chaos finds each (ARGS=<pytest options>)
	@$(PY) -m pytest tests/chaos $(ARGS)

mutants: $(STAMP) ## make plausible mistakes one by one, and check that a test finds each; takes about 20 minutes (ARGS=<areas or mutants>: only some, REPORT=1: write the outcomes into docs/reliability.md)
	@REPORT=$(REPORT) $(PY) -m tests.mutants $(ARGS)

##@ Containers and deployment

image: $(STAMP) ## get the image for local containers: Lambda's own, or a similar one built here (FRESH=1: build again)
	@tools/runtime_image.sh

containers: image $(SITE) ## build layer and functions for local containers, for this machine's processor
	@$(call BUILD,containers,$(MACHINE))

invoke: $(STAMP) ## call one function in a Lambda container (F=cashier_debit E=events/cashier_debit.json DATABASE_URL=<in the file that make run CONTAINERS=1 names>)
	@test -n "$(F)" || { echo 'invoke: set F to the folder of a function, as in F=cashier_debit' >&2; exit 1; }
	@test -f "functions/$(F)/app.py" || { echo 'invoke: functions/ has no folder "$(F)"' >&2; exit 1; }
	@test -f "$(E)" || { echo 'invoke: the event file $(E) does not exist' >&2; exit 1; }
	@test -n "$(DATABASE_URL)" || echo 'invoke: without DATABASE_URL the function has no database (docs/guides/operating.md)' >&2
	@$(MAKE) --no-print-directory containers >&2
	@exec $(SAM) local invoke \
		"$$($(PY) -c 'import sys; print("".join(map(str.capitalize, sys.argv[1].split("_"))) + "Function")' "$(F)")" \
		--template $(BUILT)/template.yaml --event "$(E)" --invoke-image localhost/lambda-python:3.13 --skip-pull-image \
		--add-host host.docker.internal:host-gateway --parameter-overrides $(INVOKED)

deploy: $(STAMP) ## deploy to AWS: check the account, ask for missing settings, deploy, test the API (STAGE=dev|staging|prod, REPLACE=<the resource that may be replaced>)
	@REPLACE='$(REPLACE)' $(PY) -m tools.deploy '$(STAGE)'

destroy: $(STAMP) ## delete a stack from AWS (STAGE=dev|staging|prod, CONFIRM=<the stack's name>, UNPROTECT=1)
	@CONFIRM='$(CONFIRM)' UNPROTECT='$(UNPROTECT)' $(PY) -m tools.destroy '$(STAGE)'

# Separate from the project's own environment: the auditors need many packages that nothing else needs.
$(AUDITORS): $(STAMP) requirements-audit.txt
	@echo "setup: the auditors' packages"
	@$(VENV)/bin/uv venv --quiet --clear --python $(PY) $(VENV)/audit
	@$(VENV)/bin/uv pip sync --quiet --python $(VENV)/audit/bin/python --require-hashes requirements-audit.txt \
		|| { echo "setup: the auditors' packages could not be installed (is the package index reachable?)" >&2; exit 1; }
	@touch $@

$(CHECKOV): $(STAMP) requirements-checkov.txt
	@echo 'setup: checkov'
	@$(VENV)/bin/uv venv --quiet --clear --python $(PY) $(VENV)/checkov
	@$(VENV)/bin/uv pip sync --quiet --python $(VENV)/checkov/bin/python --require-hashes requirements-checkov.txt \
		|| { echo 'setup: checkov could not be installed (is the package index reachable?)' >&2; exit 1; }
	@touch $@

$(SITE): $(STAMP) $(shell find docs tools/documentation -type f) README.md CONTRIBUTING.md CHANGELOG.md LICENSE client/README.md zensical.toml tools/site.py
	@echo 'site: building the documentation'
	@$(PY) -m tools.site

$(CLIENTS): $(STAMP) requirements-clients.txt
	@echo "setup: the packages of the generator of clients"
	@$(VENV)/bin/uv venv --quiet --clear --python $(PY) $(VENV)/clients
	@$(VENV)/bin/uv pip sync --quiet --python $(VENV)/clients/bin/python --require-hashes requirements-clients.txt \
		|| { echo "setup: the generator's packages could not be installed (is the package index reachable?)" >&2; exit 1; }
	@touch $@

$(LINTED): $(STAMP) template.yaml samconfig.toml .cfnlintrc
	@$(SAM) validate --lint
	@mkdir -p $(@D) && touch $@

$(EMULATOR): $(STAMP) requirements-prove.txt
	@echo "setup: the emulator's packages"
	@$(VENV)/bin/uv venv --quiet --clear --python $(PY) $(VENV)/prove
	@$(VENV)/bin/uv pip sync --quiet --python $(VENV)/prove/bin/python --require-hashes requirements-prove.txt \
		|| { echo "setup: the emulator's packages could not be installed (is the package index reachable?)" >&2; exit 1; }
	@touch $@

# A copied or moved tree contains an environment that still points to the old place, so the stamp records its path, and
# the environment is created again. An environment that another tree uses is refused.
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
$(STAMP): FORCE
endif

# A usable interpreter starts and has venv. In a virtual environment, _base_executable is the interpreter it was made from.
$(STAMP): requirements.txt requirements-uv.txt pyproject.toml
	@fail() { echo "setup: $$1" >&2; exit 1; }; \
	say() { echo "setup: $$1"; }; \
	quietly() { log=$$("$$@" 2>&1) || { echo "$$log" >&2; return 1; }; }; \
	recorded=$$(cat $(STAMP) 2>/dev/null); \
	[ ! -L $(VENV) ] || fail '$(VENV) is a link, and what it links to would be emptied; remove the link'; \
	[ "$$recorded" = "$(CURDIR)" ] || ! [ "$$recorded/$(VENV)" -ef $(VENV) ] \
		|| fail "$(VENV) is also that of $$recorded, and would be emptied; give this tree its own"; \
	usable() { "$$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; }; \
	if ! { [ "$$recorded" = "$(CURDIR)" ] && usable $(PY); }; then \
		for python in python3.13 "$$(pyenv root 2>/dev/null)"/versions/3.13*/bin/python3.13 "$$(uv python find 3.13 2>/dev/null)" ''; do \
			usable "$$python" && break; \
		done; \
		[ -n "$$python" ] || fail 'Python 3.13 (with venv) was not found; install it, or put it on PATH as python3.13'; \
		python=$$("$$python" -c 'import sys; print(sys._base_executable)'); \
		say "creating $(VENV) with $$python"; \
		quietly "$$python" -m venv --clear $(VENV) || fail "$$python could not create $(VENV)"; \
	fi; \
	say 'installing uv'; \
	quietly $(PY) -m pip install --disable-pip-version-check --require-hashes --requirement requirements-uv.txt \
		|| fail 'uv could not be installed (is the package index reachable?)'; \
	say 'installing the locked packages'; \
	quietly $(VENV)/bin/uv pip sync --python $(PY) --require-hashes requirements.txt \
		|| fail 'the locked packages could not be installed (is the package index reachable?)'; \
	quietly $(VENV)/bin/uv pip install --python $(PY) --offline --no-deps --no-build-isolation --editable . \
		|| fail 'the project itself could not be installed'; \
	echo "$(CURDIR)" > $(STAMP)
