"""Mistakes in the template: roles, queues, alarms, timeouts, routes, the database."""

from tests.mutants.mutant import in_template

_template = in_template()
_QUEUE = "    Type: AWS::SQS::Queue\n    Properties:\n"
_OF_SENDER = (
    "                Condition:\n                  StringEquals:\n                    ses:FromAddress: !Ref MailFrom\n"
)
_OUTBOX_ALARM = """\
      MetricName: OutboxAge
      Dimensions:
        - Name: service
          Value: !Ref AWS::StackName
      Statistic: Maximum
      Period: !If [UsesProxy, 60, 3600]
      EvaluationPeriods: !If [UsesProxy, 5, 2]
      Threshold: """

MUTANTS = [
    _template(
        "consumer-cannot-delete",
        "Action: &reads [sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes]",
        "Action: &reads [sqs:ReceiveMessage, sqs:GetQueueAttributes]",
        "A consumer cannot delete its messages, so every message becomes a dead letter.",
        ["queues_and_outbox_alarm"],
    ),
    _template(
        "consumer-any-queue-action",
        "Action: &reads [sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes]",
        'Action: &reads ["sqs:*"]',
        "A consumer may purge its queue.",
        ["queues_and_outbox_alarm", "least_privilege"],
    ),
    _template(
        "consumer-queue-missing",
        "                  - !GetAtt TournamentCancelledQueue.Arn\n",
        "",
        "A consumer cannot read its queue.",
        ["queues_and_outbox_alarm::a_consuming_role_may_read_exactly_the_queues_of_its_functions"],
    ),
    _template(
        "schedule-without-a-queue",
        "                  - !GetAtt ReconcileNightlyUndelivered.Arn\n",
        "",
        "What a schedule could not start is lost.",
        ["queues_and_outbox_alarm::the_schedules_may_start_their_functions_and_queue_what_they_could_not_start"],
    ),
    _template(
        "outbox-alarm-missing-data",
        f"{_OUTBOX_ALARM}300\n      ComparisonOperator: GreaterThanThreshold\n      TreatMissingData: breaching",
        f"{_OUTBOX_ALARM}300\n      ComparisonOperator: GreaterThanThreshold\n      TreatMissingData: notBreaching",
        "No alarm is raised if the relay does not run.",
        ["queues_and_outbox_alarm"],
    ),
    _template(
        "outbox-alarm-threshold",
        f"{_OUTBOX_ALARM}300\n",
        f"{_OUTBOX_ALARM}3000\n",
        "An event waits for 50 minutes before the alarm is raised.",
        ["queues_and_outbox_alarm"],
    ),
    _template(
        "drift-alarm-missing-data",
        "TreatMissingData: ignore",
        "TreatMissingData: notBreaching",
        "The alarm about drift ends by itself when no data arrives.",
        ["alarms"],
    ),
    _template(
        "drift-alarm-never",
        "      MetricName: Drift\n      Dimensions:\n        - Name: service\n          Value: !Ref AWS::StackName\n"
        "      Statistic: Maximum\n      Period: 3600\n      EvaluationPeriods: 1\n      Threshold: 1\n",
        "      MetricName: Drift\n      Dimensions:\n        - Name: service\n          Value: !Ref AWS::StackName\n"
        "      Statistic: Maximum\n      Period: 3600\n      EvaluationPeriods: 1\n      Threshold: 2\n",
        "Drift raises no alarm, since the metric is never above 1.",
        ["alarms"],
    ),
    _template(
        "failures-alarm-of-another-outcome",
        "          Value: internal_error\n",
        "          Value: internal\n",
        "Internal errors raise no alarm.",
        ["alarms"],
    ),
    _template(
        "letters-alarm-of-another-queue",
        "!GetAtt CashOutFeedUndelivered.QueueName}",
        "!GetAtt CashOutFeedDeadLetters.QueueName}",
        "Undelivered events raise no alarm.",
        ["least_privilege::every_dead_letter_queue_has_an_alarm_and_every_alarm_has_an_action"],
    ),
    _template(
        "queue-without-dead-letters",
        "      RedrivePolicy:\n        deadLetterTargetArn: !GetAtt CashOutFeedDeadLetters.Arn\n"
        "        maxReceiveCount: 5\n",
        "",
        "A bad message is retried for ever.",
        ["events_template::every_queue_is_encrypted_and_is_or_has_a_dead_letter_queue"],
    ),
    _template(
        "queue-one-delivery",
        "        deadLetterTargetArn: !GetAtt CashOutFeedDeadLetters.Arn\n        maxReceiveCount: 5\n",
        "        deadLetterTargetArn: !GetAtt CashOutFeedDeadLetters.Arn\n        maxReceiveCount: 1\n",
        "A single failure turns a message into a dead letter.",
        ["events_template", "sleeping_database"],
    ),
    _template(
        "queue-visible-too-early",
        "      VisibilityTimeout: 60\n      SqsManagedSseEnabled: true\n      RedrivePolicy:\n"
        "        deadLetterTargetArn: !GetAtt CashOutFeedDeadLetters.Arn",
        "      VisibilityTimeout: 5\n      SqsManagedSseEnabled: true\n      RedrivePolicy:\n"
        "        deadLetterTargetArn: !GetAtt CashOutFeedDeadLetters.Arn",
        "A message is delivered again while its function is running.",
        ["events_template"],
    ),
    _template(
        "dead-letters-for-a-day",
        f"  CashOutFeedDeadLetters:\n{_QUEUE}      MessageRetentionPeriod: 1209600\n",
        f"  CashOutFeedDeadLetters:\n{_QUEUE}      MessageRetentionPeriod: 86400\n",
        "Dead letters are deleted after a day, for example over a weekend.",
        ["events_template"],
    ),
    _template(
        "consumer-fails-the-batch",
        "            # No batching window: a person waits for the result, even if larger batches would be cheaper.\n"
        "            MaximumBatchingWindowInSeconds: 0\n            FunctionResponseTypes: [ReportBatchItemFailures]\n"
        "            ScalingConfig:\n              MaximumConcurrency: 5\n",
        "            # No batching window: a person waits for the result, even if larger batches would be cheaper.\n"
        "            MaximumBatchingWindowInSeconds: 0\n"
        "            ScalingConfig:\n              MaximumConcurrency: 5\n",
        "Reported failures are ignored, and the failed messages are deleted.",
        ["events_template::a_consumer_reports_failed_messages_and_has_limited_concurrency"],
    ),
    _template(
        "rule-of-another-event",
        "        detail-type: [CashOutRecorded]\n",
        "        detail-type: [CashOutRecorded, CashOutTriggered]\n",
        "A consumer receives events that it cannot read.",
        ["events_template::a_consumer_handles_exactly_the_event_types_that_its_rule_sends"],
    ),
    _template(
        "rule-event-forgotten",
        "TopupCompleted, LowBalance, PaymentMethodChanged, ContactChanged, WebhookFailing]\n",
        "TopupCompleted, PaymentMethodChanged, ContactChanged, WebhookFailing]\n",
        "No mail is sent about a low balance.",
        ["events_template::a_consumer_handles_exactly_the_event_types_that_its_rule_sends"],
    ),
    _template(
        "rule-without-dead-letters",
        "          Arn: !GetAtt CashOutTriggeredQueue.Arn\n          DeadLetterConfig:\n"
        "            Arn: !GetAtt CashOutTriggeredUndelivered.Arn\n",
        "          Arn: !GetAtt CashOutTriggeredQueue.Arn\n",
        "An event that cannot be delivered is lost.",
        ["events_template"],
    ),
    _template(
        "queue-of-everybody",
        "                aws:SourceArn: !GetAtt CashOutTriggeredRule.Arn\n",
        '                aws:SourceArn: "*"\n',
        "Any rule of any account may trigger a cash-out.",
        ["events_template::only_the_rule_may_send_to_its_queue_and_to_its_dead_letter_queue"],
    ),
    _template(
        "route-without-authorizer",
        "            post: {<<: *route, x-amazon-apigateway-integration: {<<: *invoke, uri: !Sub [*function, "
        "{Function: !Ref CashierDebitFunction.Alias}]}}",
        "            post: {<<: *open, x-amazon-apigateway-integration: {<<: *invoke, uri: !Sub [*function, "
        "{Function: !Ref CashierDebitFunction.Alias}]}}",
        "The cashier's debit needs no token.",
        ["template::every_route_except_the_open_ones_has_the_authorizer"],
    ),
    _template(
        "no-default-authorizer",
        "        DefaultAuthorizer: Jwt\n",
        "",
        "No route needs a token.",
        ["template::every_route_except_the_open_ones_has_the_authorizer", "authentication"],
    ),
    _template(
        "route-past-the-alias",
        "{Function: !Ref CashierDebitFunction.Alias}",
        "{Function: !GetAtt CashierDebitFunction.Arn}",
        "A new release of the debit function gets all calls at once, and is not rolled back if it fails.",
        ["deployment::every_caller_of_an_aliased_function_calls_its_alias"],
    ),
    _template(
        "route-to-another-function",
        "{Function: !Ref CashierCreditFunction.Alias}",
        "{Function: !Ref CashierDebitFunction.Alias}",
        "A request for a credit is executed as a debit.",
        ["openapi::every_route_is_in_the_document_under_its_folder_s_name", "openapi", "template"],
    ),
    _template(
        "function-outlives-the-api",
        "    Timeout: 29\n",
        "    Timeout: 31\n",
        "The caller receives an error of API Gateway instead of a 503 with Retry-After.",
        ["template::no_function_of_a_route_has_a_longer_timeout_than_the_api"],
    ),
    _template(
        "desk-publishes",
        "  DeskRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: *by-lambda\n"
        "      ManagedPolicyArns: [!Ref RunsPolicy, !Ref NetworkPolicy]",
        "  DeskRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: *by-lambda\n"
        "      ManagedPolicyArns: [!Ref RunsPolicy, !Ref NetworkPolicy, !Ref PublishesPolicy]",
        "The cashier's functions may put events on the bus.",
        ["least_privilege::the_role_of_a_need_may_only_connect_as_its_database_role"],
    ),
    _template(
        "relay-cannot-publish",
        "  RelayRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: *by-lambda\n"
        "      ManagedPolicyArns: [!Ref RunsPolicy, !Ref NetworkPolicy, !Ref PublishesPolicy]",
        "  RelayRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: *by-lambda\n"
        "      ManagedPolicyArns: [!Ref RunsPolicy, !Ref NetworkPolicy]",
        "No event leaves the outbox.",
        ["least_privilege::a_role_serves_one_purpose_and_has_exactly_its_permissions"],
    ),
    _template(
        "reconciliation-administers",
        "${Database.DBClusterResourceId}/purser_reconcile",
        "${Database.DBClusterResourceId}/purser_admin",
        "Reconciliation may sign in as the administrator.",
        ["least_privilege::a_role_serves_one_purpose_and_has_exactly_its_permissions"],
    ),
    _template(
        "mail-from-any-address",
        _OF_SENDER,
        "",
        "The function may send mail in anybody's name.",
        ["limits::mail_is_sent_from_the_configured_address_only_whatever_configuration_set_it_has"],
    ),
    _template(
        "code-uses-the-network-permissions",
        "          - Effect: Deny\n            Action: *interfaces",
        "          - Effect: Allow\n            Action: *interfaces",
        "A function's code may change network interfaces.",
        ["least_privilege::a_function_s_code_may_not_use_the_network_permissions_of_lambda"],
    ),
    _template(
        "gateway-calls-consumers",
        "              - !GetAtt MigrateFunction.Arn\n",
        "",
        "A route that calls the migration function may be added.",
        ["least_privilege::the_gateway_may_call_exactly_the_functions_of_the_stack_that_have_a_route"],
    ),
    _template(
        "address-without-verification",
        "/purser?sslmode=verify-full&sslrootcert=/opt/python/certifi/cacert.pem\n",
        "/purser?sslmode=require\n",
        "A token is sent to a server that has not proved its name.",
        ["least_privilege::the_template_has_no_password_and_every_database_address_requires_verify_full"],
    ),
    _template(
        "database-not-encrypted",
        "      StorageEncrypted: true\n",
        "      StorageEncrypted: false\n",
        "The database is stored unencrypted.",
        ["least_privilege::the_database_is_encrypted_retained_and_reached_over_tls_with_tokens_only"],
    ),
    _template(
        "database-without-snapshot",
        "    DeletionPolicy: Snapshot\n",
        "    DeletionPolicy: Delete\n",
        "Deleting the stack deletes all data.",
        ["stack::stateful_resources_are_retained_and_a_failed_first_deployment_leaves_no_user_pool", "least_privilege"],
    ),
    _template(
        "database-not-protected",
        "      DeletionProtection: !Ref DeletionProtection\n\n  DatabaseParameters:",
        "      DeletionProtection: false\n\n  DatabaseParameters:",
        "A single API call deletes the database.",
        ["stack", "least_privilege"],
    ),
    _template(
        "database-without-tls",
        '        rds.force_ssl: "1"\n',
        '        rds.force_ssl: "0"\n',
        "A client may connect without TLS.",
        ["least_privilege::the_database_is_encrypted_retained_and_reached_over_tls_with_tokens_only"],
    ),
    _template(
        "database-logs-rows",
        "        log_error_verbosity: terse\n",
        "        log_error_verbosity: default\n",
        "The log of the database server quotes rows.",
        ["least_privilege::the_database_server_logs_no_rows_and_no_parameters"],
    ),
    _template(
        "proxy-without-tls",
        "      RequireTLS: true\n",
        "      RequireTLS: false\n",
        "Functions may reach the proxy without TLS.",
        ["least_privilege", "stack_database"],
    ),
    _template(
        "proxy-takes-every-connection",
        "        MaxConnectionsPercent: 80\n",
        "        MaxConnectionsPercent: 100\n",
        "The proxy leaves no connection for migration and reconciliation.",
        ["stack_database::the_proxy_leaves_connections_to_the_migration_and_to_reconciliation"],
    ),
    _template(
        "proxy-borrows-for-long",
        "        ConnectionBorrowTimeout: 5\n",
        "        ConnectionBorrowTimeout: 120\n",
        "A caller waits for a connection until the API's timeout.",
        ["least_privilege::the_database_is_encrypted_retained_and_reached_over_tls_with_tokens_only"],
    ),
    _template(
        "log-kept-for-ever",
        "      LogGroupName: !Sub /purser/${AWS::StackName}\n      RetentionInDays: !Ref LogDays\n",
        "      LogGroupName: !Sub /purser/${AWS::StackName}\n",
        "Logs are kept for ever.",
        ["least_privilege::every_function_writes_to_one_log_group_and_all_log_groups_have_a_retention"],
    ),
    _template(
        "pipelined-by-default",
        'AllowedValues: ["on", "off"]\n    Default: "off"',
        'AllowedValues: ["on", "off"]\n    Default: "on"',
        "Pipelining is on by default, although nobody has measured whether it pins sessions.",
        ["stack_database::statements_are_sent_one_by_one_by_default"],
    ),
    _template(
        "stream-takes-all-concurrency",
        "      ReservedConcurrentExecutions: !Ref StreamConcurrency\n",
        "",
        "Waiting streams leave no concurrency for the cashier.",
        ["limits::waiting_streams_cannot_use_up_every_function_s_concurrency"],
    ),
    _template(
        "requests-not-limited",
        "        ThrottlingRateLimit: !Ref RequestRate\n",
        "",
        "One caller uses up the account's concurrency.",
        ["limits::requests_of_all_callers_together_are_limited"],
    ),
    _template(
        "access-log-with-path",
        '"route":"$context.routeKey"',
        '"route":"$context.path"',
        "The access log contains ids of people.",
        ["limits::the_access_log_has_neither_path_nor_query"],
    ),
    _template(
        "migration-repeated",
        "        MaximumRetryAttempts: 0\n      Environment:",
        "        MaximumRetryAttempts: 2\n      Environment:",
        "A migration runs again after CloudFormation has given up.",
        ["stack::cloudformation_waits_longer_for_a_custom_resource_than_its_function_runs_and_calls_it_once"],
    ),
    _template(
        "functions-before-the-schema",
        '        SCHEMA: !If [OnThisMachine, "", !Ref Migration]\n',
        "",
        "New code runs with the old schema.",
        ["deployment::no_function_gets_a_release_s_code_before_the_database_has_its_schema"],
    ),
    _template(
        "endpoints-without-ipv6",
        '        AWS_USE_DUALSTACK_ENDPOINT: !If [OnThisMachine, "false", !If [UsesIpv6, "true", "false"]]\n',
        "",
        "Functions cannot reach the bus, since their network has no way out over IPv4.",
        ["deployment::events_queues_mail_and_the_key_of_erasures_use_addresses_that_have_ipv6"],
    ),
    _template(
        "crash-alarm-blind",
        'FilterPattern: \'?"[ERROR]" ?"Task timed out after" ?"Runtime exited" ?"Status: error"\'',
        'FilterPattern: \'?"[ERROR]" ?"Runtime exited" ?"Status: error"\'',
        "Functions that time out raise no alarm.",
        ["alarms"],
    ),
    _template(
        "route-of-private-addresses",
        "      DestinationIpv6CidrBlock: ::/0\n",
        "      DestinationIpv6CidrBlock: fc00::/7\n",
        "Functions cannot reach the bus: the route leads to no public address.",
        ["stack_network::a_subnet_of_the_stack_sends_everything_over_ipv6_through_the_egress_only_gateway"],
    ),
    _template(
        "functions-without-ipv6",
        "      Ipv6AllowedForDualStack: !If [UsesIpv6, true, false]\n",
        "      Ipv6AllowedForDualStack: false\n",
        "Functions have no address with which to use the only way out.",
        ["stack_network::every_function_in_the_network_uses_ipv6_if_that_is_the_way"],
    ),
    _template(
        "endpoints-without-names",
        "        PrivateDnsEnabled: true\n",
        "        PrivateDnsEnabled: false\n",
        "Functions ask for the services at addresses to which the network has no way.",
        ["stack_network::an_endpoint_has_its_service_s_name_in_both_subnets_and_lets_its_callers_in"],
    ),
    _template(
        "key-of-erasures-in-a-configuration",
        '          ERASURE_KEY: !If [OnThisMachine, !Ref LocalErasureKey, ""]\n',
        "          ERASURE_KEY: !Ref LocalErasureKey\n",
        "Whoever may read a function's configuration can confirm texts that they guess.",
        ["least_privilege::the_key_of_erasures_is_in_no_configuration_and_only_the_function_that_erases_reads_it"],
    ),
    _template(
        "endpoint-of-another-bucket",
        "s3:::cloudformation-custom-resource-response-*/*",
        "s3:::cloudformation-waitcondition-*/*",
        "The migration cannot answer, so each deployment fails after 16 minutes.",
        ["stack_network::the_migration_may_put_its_answer_into_cloudformation_s_bucket_and_nothing_else_into_s3"],
    ),
    _template(
        "proxy-by-its-kind",
        '!Select [6, !Split [":", !GetAtt DatabaseProxy.DBProxyArn]]',
        '!Select [5, !Split [":", !GetAtt DatabaseProxy.DBProxyArn]]',
        "No function may connect to the proxy.",
        ["stack_network::a_function_may_connect_to_the_proxy_by_the_id_that_ends_the_proxy_s_arn"],
    ),
    _template(
        "proxy-before-the-instance",
        "    Condition: UsesProxy\n    DependsOn: DatabaseInstance\n",
        "    Condition: UsesProxy\n",
        "The proxy gets a target that has no instance yet.",
        ["stack_network::the_proxy_gets_the_cluster_as_its_target_when_that_has_an_instance"],
    ),
    _template(
        "cluster-upgraded-by-aws",
        "      Engine: aurora-postgresql\n      EngineVersion: !Ref PostgresVersion\n"
        "      AutoMinorVersionUpgrade: false\n",
        "      Engine: aurora-postgresql\n      EngineVersion: !Ref PostgresVersion\n",
        "AWS upgrades the database, and a snapshot of it is later than the version that a restore asks for.",
        ["stack_database::a_new_minor_version_is_installed_by_a_deployment_and_not_by_aws"],
    ),
    _template(
        "identity-deleted-with-its-stack",
        "    Condition: CreatesMailIdentity\n    # Other stages may send from it too.\n"
        "    DeletionPolicy: RetainExceptOnCreate\n",
        "    Condition: CreatesMailIdentity\n    # Other stages may send from it too.\n",
        "Deleting one stage ends the mail of the others.",
        ["stack::the_identity_from_which_other_stages_may_send_outlives_its_stack"],
    ),
    _template(
        "protected-by-default",
        '    AllowedValues: ["true", "false"]\n    Default: "false"\n  BackupDays:',
        '    AllowedValues: ["true", "false"]\n    Default: "true"\n  BackupDays:',
        "A first deployment by sam deploy that fails cannot be removed.",
        ["stack::a_first_deployment_by_sam_deploy_protects_nothing_so_it_can_be_removed_if_it_fails"],
    ),
    _template(
        "queue-that-nobody-watches",
        "Dimensions: [{Name: QueueName, Value: !GetAtt CashOutTriggeredQueue.QueueName}]}, Period: 300",
        "Dimensions: [{Name: QueueName, Value: !GetAtt CashOutFeedQueue.QueueName}]}, Period: 300",
        "Cash-outs that were ordered wait for ever behind a disabled consumer.",
        ["alarms::every_queue_of_a_consumer_is_watched_for_messages_that_nobody_receives"],
    ),
    _template(
        "age-of-the-youngest-queue",
        "          Expression: MAX([FILL(a, 0)",
        "          Expression: MIN([FILL(a, 0)",
        "The alarm is raised only if messages wait in all queues.",
        ["alarms::every_queue_of_a_consumer_is_watched_for_messages_that_nobody_receives"],
    ),
]
