"""Looking at files: a confined process of its own makes a cleaned copy in memory; nothing that it reads is trusted.

`wire`, `confinement`, `maker` and what they use run in that process and know no Django; `asking` is our side.
"""
