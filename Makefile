# Each target is the whole set-up on a fresh machine with Python >= 3.11 and make.
export UV_PYTHON_DOWNLOADS = never
# What was compiled is kept: else each of the many processes that tests start compiles every library anew.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
RUN = .venv/bin/uv run --no-sync

.PHONY: run test compiled lint deep mutants bench ui shots check sync sync-demo

run: sync-demo
	@if [ -e demo ]; then \
	  echo "The demonstration stands in ./demo already. Look at it again with the commands it named,"; \
	  echo "or remove the folder and run this again."; \
	else $(RUN) phayan demo; fi
	@echo; echo "เปิดเบราว์เซอร์ที่ http://127.0.0.1:8000 (กด Ctrl-C เมื่อเลิก)"
	@echo "Open http://127.0.0.1:8000 in a browser (Ctrl-C stops it)."
	@$(RUN) phayan serve --db sqlite:///demo/ledger.db --keys demo/keys --demonstration

test: sync
	$(RUN) pytest -n 2 --dist loadfile --no-loadscope-reorder

# Collecting compiles all that the tests import; it takes one core, as lint does.
compiled: sync
	-@$(RUN) pytest --collect-only -qq >/dev/null 2>&1

lint: sync
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports

check: lint test

deep: sync
	$(RUN) python tests/deep.py

mutants: .venv/bin/uv
	.venv/bin/uv sync --locked --quiet --group mutants
	$(RUN) python tests/mutants.py

bench: sync
	$(RUN) python -m benchmarks

# What the pages look like is compiled when somebody changes it, and committed: serving needs no Node.
LOOPED = web/node_modules/@fontsource/noto-sans-thai-looped
SARABUN = web/node_modules/@fontsource/sarabun
STATIC = api/web/static

shots: sync
	$(RUN) python -m tests.web.shots

ui:
	cd web && npm ci
	npm --prefix web run --silent build -- ../$(STATIC)/ui.css
	mkdir -p $(STATIC)/fonts
	cp $(foreach font,$(LOOPED) $(SARABUN),$(foreach script,thai latin,$(foreach weight,400 700,\
	  $(font)/files/$(notdir $(font))-$(script)-$(weight)-normal.woff2))) $(STATIC)/fonts
	$(foreach font,$(LOOPED) $(SARABUN),cp $(font)/LICENSE $(STATIC)/fonts/$(notdir $(font)).txt;)

.venv/bin/uv:
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv

sync: .venv/bin/uv
	.venv/bin/uv sync --locked --quiet

sync-demo: .venv/bin/uv
	.venv/bin/uv sync --locked --quiet --extra demo --extra report
