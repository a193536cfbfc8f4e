"""What people type is kept before it is sent, and what they send is taken once.

Enters: the fields of a form, as typed. Leaves: the same, when the page is opened again; nothing once the act is done.
Decides: nobody. Each person sees her own entries only.
"""
