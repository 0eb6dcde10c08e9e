"""A process of its own for what meets other people's content: two pipes, bounded, and nothing else to reach.

`process` is our side; `confinement` is called by the module that runs on the other one. Neither knows what it does.
"""
