.PHONY: help run test check bench soak dev screenshots

help: ## This list
	@echo 'Shuryo. Each command first installs what it needs and this machine lacks.'
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: ## Build and start the demonstration on http://127.0.0.1:3000, with its data in ./data
	@.ci/demo

test: ## Every test: rules, records on SQLite and PostgreSQL, pages, journeys in Chromium
	@.ci/test

check: ## Formatting, lints of both sides, documentation, licences, and the house rules
	@.ci/check

bench: ## Measure: sizes, certificates, pages, Lighthouse; prints tables
	@.ci/bench

soak: ## The long runs: crashes, rushes and fuzzing by the hour
	@.ci/soak

dev: ## The demonstration in debug mode, rebuilt at every saved file
	@.ci/dev

screenshots: ## The pictures of the README, into docs/screenshots
	@.ci/screenshots
