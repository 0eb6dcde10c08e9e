"""Pages, tables and packages that are handed out: tagged PDF, CSV and spreadsheets, ZIP with a manifest.

Plain Python that knows no domain, no request and no language: whoever calls it brings words and figures in frozen
dataclasses and gets bytes. What is typed by people is data everywhere, never markup, a formula or a path.
`confined` is the process that can do nothing else; other rooms look at files in it.
"""
