"""Where calls arrive: HTTP, SQS, schedules, Cognito, CloudFormation; each request once, and one log line for each."""
