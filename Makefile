# Lucette. No other prerequisite than Python >= 3.11 with venv, make and a Debian-like Linux.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= 2
UV := 0.13.9
# the fast installer when it can be had, else the ordinary one
FAST = $(BIN)/python -m uv pip install --quiet --python $(BIN)/python
PLAIN = $(BIN)/python -m pip install --quiet --disable-pip-version-check
export DJANGO_SETTINGS_MODULE := config.settings

.PHONY: help install browser demo test journeys check bench campaigns mutants states screenshots format clean

help: ## Ce que l’on peut demander
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

install: $(STAMP) ## Installe tout dans .venv

$(STAMP): requirements.txt requirements.in pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV) 2>/dev/null || true
	@$(FAST) --require-hashes -r requirements.txt 2>/dev/null || $(PLAIN) --require-hashes -r requirements.txt
	@$(FAST) --no-deps -e . 2>/dev/null || $(PLAIN) --no-deps -e .
	@touch $@

browser: ## Installe Chromium et poppler pour les tests de navigateur, si apt-get le permet
	@if ! command -v chromium >/dev/null || ! command -v pdftoppm >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium poppler-utils) >/dev/null 2>&1 \
	      || echo "Chromium n’a pas pu être installé : les tests de navigateur seront sautés."; \
	  else echo "Chromium est absent : les tests de navigateur seront sautés (apt-get install chromium poppler-utils)."; fi; fi

demo: install ## Joue tout le dispositif, puis sert le site sur http://127.0.0.1:8000
	@$(BIN)/lucette demo

test: export LUCETTE_SERVER := tests
test: install browser ## Tous les tests, sur un serveur PostgreSQL à eux
	@$(BIN)/lucette db start >/dev/null
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not journey"; code=$$?; $(BIN)/lucette db stop >/dev/null; exit $$code

journeys: export LUCETTE_SERVER := tests
journeys: export LUCETTE_EVERY_LOOK := 1
journeys: install browser ## Le dispositif entier joué dans le navigateur : à la souris avec axe sur chaque page, puis au clavier seul ; puis l’audit entier d’accessibilité
	@$(BIN)/lucette db start >/dev/null
	@$(BIN)/python -m pytest -n $(WORKERS) -m journey --durations=3 tests/journeys tests/accessibility; code=$$?; $(BIN)/lucette db stop >/dev/null; exit $$code

check: install ## Style, types, contrats d’imports, gabarits, migrations
	@$(BIN)/ruff check lucette config tests scripts benchmarks
	@$(BIN)/ruff format --check --quiet lucette config tests scripts benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache | tail -n 20
	@$(BIN)/djlint --quiet --lint lucette
	@$(BIN)/python -m django makemigrations --check --dry-run
	@$(BIN)/python -m django lintmigrations --quiet ok ignore warning

bench: export LUCETTE_SERVER := bench
bench: install ## Mesures : chaque opération contre sa façon ordinaire, dans le même passage (ONLY=nom)
	@$(BIN)/python -m benchmarks $(ONLY); code=$$?; $(BIN)/lucette db stop >/dev/null; exit $$code

campaigns: export LUCETTE_SERVER := tests
campaigns: install browser ## Les longues campagnes : fonds, suites d’événements (SEQUENCES, SEED), décisions simultanées (RUNS), fichiers signés (SIGNED), résultats publiés (LUCETTE_FIELD_DATA)
	@$(BIN)/lucette db start >/dev/null
	@LUCETTE_SEQUENCES=$(or $(SEQUENCES),300) LUCETTE_SEED=$(or $(SEED),2021) $(BIN)/python -m pytest tests/scheme/fund/test_every_sequence.py \
	  -k drains; first=$$?; LUCETTE_RUNS=$(or $(RUNS),50) $(BIN)/python -m pytest tests/scheme/committee/test_concurrency.py; second=$$?; \
	  LUCETTE_SIGNED=$(or $(SIGNED),120) $(BIN)/python -m pytest tests/foundation/documents/test_pdfsig.py; third=$$?; \
	  LUCETTE_WHOLE_FILE=1 $(BIN)/python -m pytest tests/jobs/test_whole_takeover.py; fourth=$$?; \
	  LUCETTE_BROKEN=100 LUCETTE_LINES=10000 $(BIN)/python -m pytest tests/scheme/payments/test_held.py tests/stories/test_imports.py; fifth=$$?; \
	  $(BIN)/lucette db stop >/dev/null; exit $$((first + second + third + fourth + fifth))

mutants: export LUCETTE_SERVER := tests
mutants: install ## Fautes semées une à une dans les règles et les actes de l’argent (SEED, MINUTES, ROOMS) ; la même commande reprend où elle en était
	@$(BIN)/lucette db start >/dev/null
	@$(BIN)/python -m scripts.mutants --seed $(or $(SEED),2026) --minutes $(or $(MINUTES),25) $(if $(ROOMS),--rooms $(ROOMS)); code=$$?; $(BIN)/lucette db stop >/dev/null; exit $$code

states: install ## Écrit les diagrammes d’états de docs/states
	@$(BIN)/python -m django write_states

screenshots: install browser ## Images du site, par personnage, dans screenshots/ (URL=http://… : un site déjà servi ; ONLY=mot)
	@$(BIN)/python scripts/screenshots.py $(if $(URL),--url $(URL)) $(ONLY)

format: install ## Met le code en forme
	@$(BIN)/ruff check --quiet --fix lucette config tests scripts benchmarks || true
	@$(BIN)/ruff format --quiet lucette config tests scripts benchmarks

clean: ## Arrête la base et efface ce que le dossier a produit
	@-$(BIN)/lucette db stop
	@rm -rf var staticfiles
