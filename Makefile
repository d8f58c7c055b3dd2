# On a bare Debian with make and Python 3.11: `make book` sets up what is missing and makes the sample book.

PYTHON ?= python3
BLOG = examples/blog
OUT = book
VENV = .venv
LOCKED ?= yes
READER = publisher/library/reader/foliate
FOLIATE = 1.0.1
FOLIATE_SHA256 = e8f55b3d6d9467e875274d6147be5db42034e91ba0e5bd6a446a6704ea6b43b9
FOLIATE_FILES = LICENSE view.js epub.js epubcfi.js paginator.js fixed-layout.js overlayer.js progress.js \
  text-walker.js vendor/zip.js

# A Debian package stands below only while what it brings is not found on this machine.
unless_command = $(if $(shell command -v $(1) 2>/dev/null),,$(2))
unless_library = $(if $(shell $(PYTHON) -c 'from ctypes.util import find_library as f; print(f("$(1)") or "")'),,$(2))
unless_font = $(if $(shell fc-list ':family=$(1)' 2>/dev/null),,$(2))
unless_import = $(if $(shell $(PYTHON) -c 'import $(1); print("found")' 2>/dev/null),,$(2))

python_version = $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
book_needs = \
  $(call unless_import,ensurepip,python$(python_version)-venv) \
  $(call unless_library,pango-1.0,libpango-1.0-0) \
  $(call unless_library,pangoft2-1.0,libpangoft2-1.0-0) \
  $(call unless_library,harfbuzz-subset,libharfbuzz-subset0) \
  $(call unless_command,fc-list,fontconfig) \
  $(call unless_font,Noto Serif CJK KR,fonts-noto-cjk) \
  $(call unless_font,D2Coding,fonts-naver-d2coding) \
  $(call unless_font,Noto Color Emoji,fonts-noto-color-emoji)
test_needs = \
  $(call unless_command,java,default-jre-headless) \
  $(call unless_command,pdftotext,poppler-utils) \
  $(call unless_command,gs,ghostscript) \
  $(call unless_command,qpdf,qpdf) \
  $(call unless_command,dot,graphviz) \
  $(call unless_command,chromium,chromium)

# $(call install,packages): through apt; says nothing when there are none to install.
define install
@needs="$(strip $(1))"; \
[ -n "$$needs" ] || exit 0; \
if ! command -v apt-get >/dev/null; then \
  echo "There is no apt here. Install with your own package manager what Debian calls: $$needs" >&2; \
  exit 0; \
fi; \
by_hand="apt-get update && apt-get install --no-install-recommends $$needs"; \
apt="env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get -qq -o Dpkg::Use-Pty=0"; \
if [ "$$(id -u)" != 0 ]; then \
  command -v sudo >/dev/null || { echo "Run this as root, then make again: $$by_hand" >&2; exit 1; }; \
  apt="sudo $$apt"; \
fi; \
echo "Installing with apt (a minute or two): $$needs"; \
$$apt update; \
$$apt install -y --no-install-recommends $$needs >/dev/null || \
  { echo "apt could not install everything. As root, try: $$by_hand" >&2; exit 1; }
endef

# $(call pip_install,lock,extras): each package in the release that requirements/ names, and only with the
# digest that stands there. `make LOCKED=no` takes the newest that pyproject.toml allows instead.
pip = $(VENV)/bin/python -m pip --disable-pip-version-check
, = ,
ifeq ($(LOCKED),no)
pip_install = $(pip) install --quiet --editable '.[$(2)]'
else
pip_install = $(pip) install --quiet --require-hashes --requirement requirements/$(1).txt && \
	$(pip) install --quiet --no-deps --no-build-isolation --editable .
endif

# $(call lock,name,extras): as few releases as serve every Python from 3.11 on, on every system.
lock = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	$(foreach extra,$(2),--extra $(extra)) $(3) --output-file requirements/$(1).txt \
	pyproject.toml requirements/build.in

CANARY = $(VENV)/canary
define UNBOUND
import re, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*(re.match(r"[\w.-]+(\[.*?\])?", need)[0] for need in project["dependencies"]), sep="\n")
print(*project["optional-dependencies"]["test"], *project["optional-dependencies"]["fonts"], sep="\n")
endef
export UNBOUND

.PHONY: help book test test-all torture fuzz licences audit lint dist pictures catalogue manual docs lock matrix canary coverage bench bench-pdf bench-serve reader clean \
  distclean python book-needs test-needs
.NOTPARALLEL:

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 18

book: book-needs $(VENV)/.book ## set up what is missing and make the sample book in book/ (BLOG=… OUT=… for another)
	@$(VENV)/bin/publisher export $(BLOG) -o $(OUT)

test: test-needs lint $(VENV)/.node $(READER)/view.js ## set up what the tests need, check the code and run the tests (PYTEST_ARGS=… for pytest)
	$(VENV)/bin/python -m pytest -n 3 --dist loadscope $(PYTEST_ARGS)

test-all: test-needs lint $(VENV)/.node $(READER)/view.js ## the same, and the wide matrices of whole books (an hour on two cores)
	$(VENV)/bin/python -m pytest -n 3 --dist loadscope -m "not torture" $(PYTEST_ARGS)

torture: test-needs lint ## all faults of the file system, and hostile input: what was tried, and what was lost (an hour)
	$(VENV)/bin/python -m pytest -m torture tests/torture $(PYTEST_ARGS)

fuzz: book-needs $(VENV)/.test ## give every reader texts that no one thought of, for FUZZ_SECONDS (an hour); what fails is kept in tests/fuzz/corpus
	-$(pip) install --quiet --only-binary :all: atheris
	$(VENV)/bin/python -m tests.fuzz.run $(TARGETS)

licences: book-needs $(VENV)/.book ## the licence of each package that a book is made with: docs/licences.md
	$(VENV)/bin/python docs/licences.py > docs/licences.md.new && mv docs/licences.md.new docs/licences.md

audit: book-needs $(VENV)/bin/python ## ask PyPI for known faults of the releases in requirements/ (needs a network)
	$(pip) install --quiet pip-audit
	$(VENV)/bin/pip-audit --require-hashes --disable-pip $(foreach lock,book test docs,--requirement requirements/$(lock).txt)

lint: book-needs $(VENV)/.test ## ruff (its format too) and mypy
	$(VENV)/bin/ruff check --extend-exclude $(VENV) .
	$(VENV)/bin/ruff format --check --quiet --extend-exclude $(VENV) . || \
	  { echo "not in ruff's format; this mends it: $(VENV)/bin/ruff format ." >&2; exit 1; }
	$(VENV)/bin/mypy

manual: book-needs $(VENV)/.book ## the manual as a book of ours: an EPUB and a PDF in each language, in docs/_build/book/
	@for language in en ko; do \
	  $(VENV)/bin/publisher export docs/manual --config docs/manual/$$language.toml -o docs/_build/book --strict || exit; \
	done

docs: book-needs $(VENV)/.docs ## the manual, the messages and the Python API as a site: docs/_build/index.html
	$(VENV)/bin/sphinx-build -q --fail-on-warning --keep-going docs docs/_build

pictures: book-needs $(VENV)/.test ## draw the pictures of README and docs/ anew: covers, pages of the themes, a terminal (three minutes)
	$(VENV)/bin/python -m tests.covers
	$(VENV)/bin/python -m tests.theme_pictures
	$(VENV)/bin/python -m tests.readme_pictures

catalogue: book-needs $(VENV)/.test ## bring what is said in Korean up to the code: new sentences wait for a translation
	$(VENV)/bin/python -m tests.catalogue

lock: book-needs $(VENV)/bin/python ## take the newest releases that pyproject.toml allows into requirements/
	$(pip) install --quiet uv
	@rm -f requirements/*.txt
	$(call lock,book,fonts)
	$(call lock,test,fonts test,--constraint requirements/book.txt)
	$(call lock,docs,fonts docs,--constraint requirements/test.txt)

dist: test-needs $(VENV)/bin/python $(READER)/view.js ## what PyPI gets, in dist/: looked at by twine, then tried in an environment of its own
	rm -rf dist $(VENV)/tried
	$(pip) install --quiet build twine
	$(VENV)/bin/python -m build --outdir dist
	$(VENV)/bin/twine check --strict dist/*
	$(PYTHON) -m venv $(VENV)/tried
	$(VENV)/tried/bin/python -m pip install --quiet dist/*.whl
	cd $(VENV)/tried && bin/publisher export $(CURDIR)/examples/blog --output book

matrix: book-needs $(VENV)/bin/python ## quick tests on each Python from 3.11 on that is here, with newest and lowest releases (tox.ini)
	$(pip) install --quiet tox tox-uv
	$(VENV)/bin/tox run $(TOX_ARGS)

# Bounds of ours are left out: a canary is to meet what they keep away. Test tools keep theirs.
canary: test-needs ## the contract tests against the newest releases of all that we depend on, bounds or not
	$(PYTHON) -m venv --clear $(CANARY)
	$(CANARY)/bin/python -c "$$UNBOUND" > $(CANARY)/newest.txt
	$(CANARY)/bin/python -m pip install --quiet --requirement $(CANARY)/newest.txt
	$(CANARY)/bin/python -m pip install --quiet --no-deps --editable .
	$(CANARY)/bin/python -m pip list --format freeze
	$(CANARY)/bin/python -m pytest -m contract $(PYTEST_ARGS)

# Apart from `make test`, since it takes twice as long: Python before 3.14 counts branches one by one.
coverage: test-needs lint $(VENV)/.node $(READER)/view.js ## all tests, and which branches they take, in every process (twice as long as make test)
	@$(VENV)/bin/coverage erase
	$(VENV)/bin/coverage run -m pytest -n 3 --dist loadscope $(PYTEST_ARGS); \
	  status=$$?; $(VENV)/bin/coverage combine --quiet && $(VENV)/bin/coverage report && exit $$status

bench: book-needs $(VENV)/.test ## measure speed and memory, the peers in the same run (some minutes)
	$(VENV)/bin/pip install -q -e ".[bench]"
	$(VENV)/bin/python tests/benchmarks/run.py

bench-pdf: book-needs $(VENV)/.test ## measure the PDF of 200, 1,000 and 5,000 posts, the peers in the same run (two hours)
	$(VENV)/bin/pip install -q -e ".[bench]"
	$(VENV)/bin/python tests/benchmarks/pdf.py

bench-serve: book-needs $(VENV)/.test ## measure the files a second that serve hands out, nginx in the same run (two minutes)
	$(call install,$(call unless_command,wrk,wrk) $(call unless_command,nginx,nginx-light))
	PATH="$$PATH:/usr/sbin" $(VENV)/bin/python tests/benchmarks/serve.py

reader: $(READER)/view.js ## fetch foliate-js, with which serve shows books in the browser

# One kept release, its digest known. A polyfill that no browser of today needs has no place in a page.
$(READER)/view.js: | $(VENV)/.test
	@rm -rf $(READER); mkdir -p $(READER)/vendor; PATH="$(CURDIR)/$(VENV)/bin:$$PATH"; \
	packed="$$(npm pack --silent --pack-destination $(READER) foliate-js@$(FOLIATE))" && \
	echo "$(FOLIATE_SHA256)  $(READER)/$$packed" | sha256sum --check --quiet && \
	tar -xzf $(READER)/$$packed -C $(READER) --strip-components=1 $(addprefix package/,$(FOLIATE_FILES)) && \
	sed -i "/^import 'construct-style-sheets-polyfill'/d" $(READER)/fixed-layout.js && \
	rm $(READER)/$$packed || { rm -rf $(READER); exit 1; }

clean: ## remove the book, builds and caches
	rm -rf book dist docs/_build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -path ./$(VENV) -prune -o -type d -name __pycache__ -exec rm -rf {} +

distclean: clean ## the same, and the virtual environment
	rm -rf $(VENV) .tox tests/node/node_modules

# Node itself comes from PyPI with the extra `test`: Debian 12's is too old for some of these packages.
$(VENV)/.node: tests/node/package-lock.json | $(VENV)/.test
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "publisher needs Python 3.11 or newer, and $(PYTHON) is not: make PYTHON=/path/to/python3" >&2; exit 1; }

book-needs: python
	$(call install,$(book_needs))

test-needs: python
	$(call install,$(book_needs) $(test_needs))

$(VENV)/bin/python: | book-needs
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.book: pyproject.toml requirements/book.txt | $(VENV)/bin/python
	@echo "Installing Python packages into $(VENV)/, as requirements/book.txt names them (a minute or two)"
	@$(call pip_install,book,fonts)
	@touch $@

$(VENV)/.test: pyproject.toml requirements/test.txt | $(VENV)/bin/python
	@echo "Installing Python packages into $(VENV)/, as requirements/test.txt names them (some minutes)"
	@$(call pip_install,test,fonts$(,)test)
	@touch $@ $(VENV)/.book

$(VENV)/.docs: pyproject.toml requirements/docs.txt | $(VENV)/bin/python
	$(call pip_install,docs,fonts$(,)docs)
	@touch $@ $(VENV)/.book
