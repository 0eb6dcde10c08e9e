"""Who may do what, said once: permissions, the offices that carry them, the gate and the doors.

Permissions are the second fence. The first is who holds a key.
"""
