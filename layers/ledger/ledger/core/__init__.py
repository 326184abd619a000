"""Used by every other package: money, ids, field types of requests and answers, pagination, principals, refusals."""
