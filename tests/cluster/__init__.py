"""Several machines on one: processes behind a balancer, faults between them, and a ledger."""
