"""OSIA's biometrics interface 1.6.0 (Secure Identity Alliance) as a façade over the pictures of one register.

Persons are the records of the register that ``TULGA_OSIA_REGISTER`` names, galleries are all registers. What OSIA
leaves to the system is said in docs/biometrics_node.md.
"""
