"""The database server goes away under the house: restarted, killed, its connections ended, its tables locked."""
