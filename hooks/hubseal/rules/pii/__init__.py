"""Personal data: how to reach a person, money, identity numbers, addresses of machines."""
