"""The edge between AWS and the use cases: HTTP, SQS, schedules, Cognito, CloudFormation; idempotency and logging."""
