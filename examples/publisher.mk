# The book of a blog, for the blog's own Makefile:
#
#     include publisher.mk
#
# then `make book`, `make book-send TO=name@kindle.com` and so on; `make book-help` lists them.
# Set before the include, or on the command line, what is different for you:

PUBLISHER ?= publisher
BLOG ?= .
BOOKS ?= $(BLOG)/book
SITE ?= $(BLOG)/public/books
STORE ?= bookk
UPLOAD ?= $(BLOG)/upload/$(STORE)
TO ?=
BOOK_FLAGS ?=
SEND_FLAGS ?=

.PHONY: book book-help book-plan book-check book-shelf book-package book-send book-clean

book: ## make the book: EPUB and PDF in $(BOOKS)
	$(PUBLISHER) export "$(BLOG)" -o "$(BOOKS)" $(BOOK_FLAGS)

book-plan: ## show parts and chapters before the book is made
	$(PUBLISHER) plan "$(BLOG)"

book-check: ## look for everything that a reader would stumble over
	$(PUBLISHER) check "$(BLOG)" --strict

book-shelf: book ## a download page, OPDS catalogues and a feed in $(SITE)
	$(PUBLISHER) shelf "$(BOOKS)" -o "$(SITE)"

book-package: ## an upload folder for a store: STORE=bookk, purple, upaper or github
	$(PUBLISHER) package "$(BLOG)" --for "$(STORE)" -o "$(UPLOAD)" $(BOOK_FLAGS)

book-send: book ## mail the EPUB: TO=name@kindle.com
	@[ -n "$(TO)" ] || { echo "Say where: make book-send TO=name@kindle.com" >&2; exit 2; }
	@for file in "$(BOOKS)"/*.epub; do $(PUBLISHER) send "$$file" --to "$(TO)" $(SEND_FLAGS) || exit; done

book-clean: ## remove what the targets above have made
	rm -rf "$(BOOKS)" "$(SITE)" "$(UPLOAD)"

book-help: ## list the targets
	@sed -n 's/^\(book[a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
