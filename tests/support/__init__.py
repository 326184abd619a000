"""What tests and measurements share: people who call the API, databases, queues, faults, samples."""
