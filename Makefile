# make run    the site with its demonstration province       make setup    .venv and no more
# make test   everything that is checked                     make help     the rest

.PHONY: help run test setup format requirements template-db messages clean
.DEFAULT_GOAL := help

# Python writes its .pyc files: a start without them takes three times as long.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME VIRTUAL_ENV
PY := .venv/bin/python

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 16

run: ## start the site on http://localhost:8000 (PORT=, HOST=)
	@sh scripts/setup.sh
	@exec $(PY) -m scripts.run

test: ## install what the tests need and run all of them
	@sh scripts/setup.sh dev
	@exec $(PY) -m scripts.test $(ARGS)

setup: ## make .venv
	@sh scripts/setup.sh

format: ## format the code
	@sh scripts/setup.sh dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

requirements: ## pin the requirements again (UPGRADE=1 takes new versions)
	@sh scripts/requirements.sh $(if $(UPGRADE),--upgrade)

template-db: ## rebuild the migrated database that a first start copies
	@sh scripts/setup.sh dev
	$(PY) -m scripts.template_db

messages: ## bring the English translation in step with the Vietnamese texts
	@sh scripts/setup.sh dev
	$(PY) -m scripts.translations update

clean: ## remove what can be made again; keeps var/
	rm -rf .venv .venv.home .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
