"""Tests of bringing in another register: the sandbox, derived ids, the mappings."""
