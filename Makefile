# Two commands: `make run` serves, `make test` tests. Each sets up what it needs.
PYTHON ?= python3

.PHONY: help run worker test fast check lock audit sbom licences demo client gallery bench evaluate cluster schema api routes clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/.run: requirements/run.txt requirements/run.lock scripts/setup
	@scripts/setup run "$(PYTHON)"

.venv/.dev: requirements/run.txt requirements/dev.lock scripts/setup
	@scripts/setup dev "$(PYTHON)"

run: .venv/.run  ## serve, on the embedded default
	@exec .venv/bin/python server.py

worker: .venv/.run  ## a worker process, where config.toml names a Redis
	@exec .venv/bin/dramatiq workers.run:setup --processes 1 --threads 2

test: .venv/.dev  ## run every test, on real servers; a part: ONLY=studio; how much they run: COVERAGE=yes
	@scripts/servers
	@ONLY="$(ONLY)" scripts/$(if $(COVERAGE),coverage,test)

fast: .venv/.dev  ## run the tests that need no server, in a minute
	@scripts/test --numprocesses 2 --dist worksteal -m "not servers and not slow"

check: .venv/.dev  ## format, lint, types
	@scripts/check

# The client is copied into .venv: what it is made of is asked for anew when it changed.
.venv/.client: requirements/run.txt requirements/client.lock scripts/setup pyproject.toml \
		$(shell find clients/python -name '*.py' -o -name '*.toml')
	@scripts/setup client "$(PYTHON)"
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	  --force-reinstall ./clients/python
	@touch $@

demo: .venv/.client  ## play a guest: make demo PHOTOS=folder
	@.venv/bin/python scripts/demo.py $(if $(PHOTOS),"$(PHOTOS)")

client: .venv/.client  ## make a film with each client: make client PHOTOS=folder
	@scripts/client $(if $(PHOTOS),"$(PHOTOS)")

gallery: .venv/.run  ## draw docs/gallery: make gallery PHOTOS=folder
	@.venv/bin/python scripts/gallery.py $(if $(PHOTOS),"$(PHOTOS)")

.venv-bench/.done: requirements/bench.txt
	@"$(PYTHON)" -m venv .venv-bench
	@echo "installing $< into .venv-bench ..."
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

comma := ,
bench: .venv/.dev .venv-bench/.done  ## measure, all or ONLY=ping,doki, against another checkout with BEFORE=folder
	@scripts/servers bench
	@.venv/bin/python -m bench $(subst $(comma), ,$(ONLY)) $(if $(BEFORE),before --before "$(BEFORE)")

.venv/.training: .venv/.run requirements/training.txt
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check \
	  -r requirements/training.txt -c requirements/constraints.txt
	@touch $@

evaluate: .venv/.training .venv-bench/.done  ## measure the models: make evaluate DATA=folder ONLY=poet
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python -m training.report $(if $(ONLY),--only $(ONLY)) \
	  $(if $(DATA),"$(DATA)")

cluster: .venv/.dev  ## three servers, three workers, and faults: make cluster MINUTES=10
	@scripts/servers cluster
	@.venv/bin/python -m tests.cluster $(if $(MINUTES),--minutes $(MINUTES))

schema: .venv/.run  ## write schema.sql from stores/tables.py
	@.venv/bin/python scripts/schema.py

api: .venv/.dev  ## write docs/api/ from the registry, and the calls of clients/python
	@.venv/bin/python scripts/api.py
	@.venv/bin/python scripts/python_client.py

routes: .venv/.run  ## print every endpoint
	@.venv/bin/python server.py routes

.venv-audit/.done: requirements/audit.txt
	@"$(PYTHON)" -m venv .venv-audit
	@echo "installing $< into .venv-audit ..."
	@.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

lock: .venv-audit/.done  ## pin every package with its hashes, from requirements/*.txt
	@scripts/lock

audit: .venv-audit/.done  ## ask whether a weakness is known of what is pinned
	@scripts/audit

sbom: .venv-audit/.done  ## write docs/sbom*.json, what Postcard and its client in TypeScript are made of
	@scripts/sbom

licences: .venv/.dev  ## write the tables of docs/licences.md, from what is installed
	@.venv/bin/python scripts/licences.py

clean:  ## remove the virtual environments
	rm -rf .venv .venv-bench .venv-audit
