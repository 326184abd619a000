"""Where calls arrive: HTTP, SQS, Cognito, CloudFormation; each request once, and one log line for each."""
