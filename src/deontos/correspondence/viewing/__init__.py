"""Looking at files: a confined process of its own makes a cleaned copy in memory; nothing that it reads is trusted.

`wire`, `maker` and what they use run in that process and know no Django; `asking` is our side. The process itself is
`documents.confined`.
"""
