"""The front of the house: two doors, the command line, the demo, the settings and the one file that wires the rooms."""
