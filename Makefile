# Yuheng: `make run` starts it with the demo company, `make test` runs everything.

.PHONY: help run test tidy page prove bench nightly audit screenshots

help:
	@echo 'make run          build what is missing and start Yuheng with the demo company'
	@echo 'make test         everything that must be green before a change lands'
	@echo 'make prove        take each behaviour away and see that its acceptance test fails'
	@echo 'make screenshots  pictures of every page, to be looked at'
	@echo 'make bench        speed and memory, beside their floors'
	@echo 'make nightly      crash, disk-full and tamper tests at their figures'

run:
	@tools/run

test:
	@tools/test

prove:
	@tools/with-postgres cargo xtask prove $(ROWS)

bench:
	@tools/with-postgres tools/bench

nightly:
	@tools/with-postgres tools/nightly

screenshots:
	@tools/screenshots $(WORDS)

tidy:
	@cargo xtask tidy

page:
	@tools/page
