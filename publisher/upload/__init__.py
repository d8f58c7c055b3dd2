"""An upload folder: everything that a store or printer asks for, and a list of what is left to do.

1. `stores`: what each store wants, as data
2. `pieces`: a built book -> the files of the folder
3. `checks`: the files -> what was checked, with its result; what only a person can do
4. `texts`, `words`: metadata, checklist and release notes, in the book's language
5. `package` does all of it
"""
