"""Who is who: organisations, units, people, capacities, offices with their deputies, and absences.

Nouns and queries only; the verbs stand in `administration`.
"""
