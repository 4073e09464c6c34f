# Everything runs from .venv, which the first target that needs it builds from the locked versions.
PYTHON ?= python3
BIN := .venv/bin
COMPANIES ?= 100000

# $(call install,ENVIRONMENT,FILE): the versions that FILE locks. uv takes a tenth of pip's time; where it cannot be had, or
# cannot reach what pip reaches, pip does it.
define install
	@index=$$($(1)/bin/python -m pip config get global.index-url 2> /dev/null); \
	($(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock && \
	$(1)/bin/uv pip install --quiet --system-certs $${index:+--default-index "$$index"} --python $(1)/bin/python \
		--require-hashes -r $(2)) || \
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2)
endef

.PHONY: demo test app lint benchmark identity-benchmark lock browser clean notebooks

demo: .venv/ready
	$(BIN)/guanlian demo
	@echo
	@echo "Open the front end with: make app"

app: .venv/ready
	@test -f .guanlian/demo/manifest.json || $(BIN)/guanlian demo > /dev/null
	GUANLIAN_STORE=$${GUANLIAN_STORE:-.guanlian/demo} $(BIN)/guanlian app

test: .venv/test .venv/readers/ready browser
	$(BIN)/python tests/timed.py

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: .venv/benchmark
	$(BIN)/python -m benchmarks --companies $(COMPANIES)

# Runs the notebooks and renders them, with what they showed, to docs/notebooks.
notebooks: .venv/test
	$(BIN)/python -m notebooks

# Who is meant, on pairs with a known truth, beside nomenklatura in an environment of its own. That one needs g++,
# pkg-config and ICU's headers (Debian: apt install g++ pkg-config libicu-dev).
identity-benchmark: .venv/ready .venv/nomenklatura/ready
	$(BIN)/python -m benchmarks.identity --peer .venv/nomenklatura/bin/python

# The locked versions, with their checksums, for every platform. Run after a change of pyproject.toml.
lock: .venv/test
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--group uv -o requirements-uv.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--group test --group lint pyproject.toml -o requirements-test.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--group test --group benchmark pyproject.toml -o requirements-benchmark.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 --group readers -o requirements-readers.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--python-version 3.11 --group identity-benchmark -o requirements-identity-benchmark.lock

# The tests drive a real browser: the one that is there, else Playwright's own, else the system's package.
browser: .venv/test
	@$(BIN)/python tests/browser.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Guanlian needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/ready: .venv/python requirements-uv.lock requirements.lock pyproject.toml
	$(call install,.venv,requirements.lock)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q graph loaders views  # an editable install compiles nothing; a question need not
	@touch $@

.venv/test: .venv/ready requirements-test.lock
	$(call install,.venv,requirements-test.lock)
	@touch $@

# An environment of its own for other people's readers, which ask for older libraries than ours.
.venv/readers/ready: .venv/python requirements-readers.lock
	$(PYTHON) -m venv .venv/readers
	$(call install,.venv/readers,requirements-readers.lock)
	@touch $@

.venv/nomenklatura/ready: .venv/python requirements-identity-benchmark.lock
	$(PYTHON) -m venv .venv/nomenklatura
	$(call install,.venv/nomenklatura,requirements-identity-benchmark.lock)
	@touch $@

.venv/benchmark: .venv/ready requirements-benchmark.lock
	$(call install,.venv,requirements-benchmark.lock)
	@touch $@
