# Two commands do everything: `make demo` judges the shipped region, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.dq-run
TEST_STAMP := $(VENV)/.dq-test
OUT ?= dq-demo

.PHONY: demo test fast slow fuzz acceptance test-all browser server lint docs lock bench wheel clean

demo: $(RUN_STAMP)
	@$(BIN)/dq demo $(OUT); code=$$?; \
	if [ $$code -ne 10 ]; then echo "dq demo ended in $$code, expected 10 (findings)"; exit 1; fi; \
	echo; echo "Open $(OUT)/rapport.html   -   dq demo ended in 10: findings, as planted"

test: lint fast slow

fast: $(TEST_STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow and not browser and not server and not fuzz"

slow: $(TEST_STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "slow and not browser and not server and not fuzz"

browser: $(TEST_STAMP)
	sh ci/system-packages.sh chromium
	$(BIN)/python -m pytest -m "browser"

server: $(TEST_STAMP)
	sh ci/system-packages.sh postgresql
	$(BIN)/python -m pytest -m "server"

fuzz: $(TEST_STAMP)
	$(BIN)/python -m pytest -m "fuzz"

acceptance: $(TEST_STAMP)
	$(BIN)/python tests/acceptance/report.py --deliveries 2000

test-all: test fuzz browser server

lint: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(TEST_STAMP)
	$(BIN)/python -m dq.cli.index
	$(BIN)/python -m dq.cli.index --docs

wheel: $(TEST_STAMP)
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

bench: $(TEST_STAMP)
	$(BIN)/python benchmarks/run.py

# Writes both locks anew: hashes, no index addresses. Needs the package index.
COMPILE = $(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: $(VENV)/.dq-venv
	$(BIN)/python -m pip install --quiet pip-tools
	$(COMPILE) --extra build -o requirements/run.txt pyproject.toml
	$(COMPILE) --extra build --extra test -c requirements/run.txt -o requirements/test.txt pyproject.toml

clean:
	rm -rf $(VENV) dist $(OUT)

$(VENV)/.dq-venv:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUN_STAMP): $(VENV)/.dq-venv requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TEST_STAMP): $(RUN_STAMP) requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@
