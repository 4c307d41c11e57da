-- Every table of schema.prisma, as Prisma derives it, plus what Prisma cannot say: monthly partitions and partial
-- indexes. Partitions themselves are made in the next migration, by the function that also protects them.
set role millrace_migrator;

CREATE TABLE "auth_user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL,
    "image" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth_session" (
    "id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "user_id" UUID NOT NULL,
    "active_organization_id" UUID,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth_account" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth_verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "auth_rate_limit" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "auth_rate_limit_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "logo" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "metadata" TEXT,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT,
    "status" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "inviter_id" UUID NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "one_time_token" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_token_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "org_key" (
    "org_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kek_id" TEXT NOT NULL,
    "wrapped" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "org_key_pkey" PRIMARY KEY ("org_id","version")
);

CREATE TABLE "secret" (
    "org_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "key_version" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,
    "last_four" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "secret_pkey" PRIMARY KEY ("org_id","owner_id","field")
);

CREATE TABLE "app_registration" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connector" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_registration_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "endpoint" (
    "org_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "app_id" UUID NOT NULL,
    "connector" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "connection" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "app_id" UUID NOT NULL,
    "connector" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "account_name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'connected',
    "state_reason" TEXT NOT NULL DEFAULT '',
    "origin" TEXT NOT NULL,
    "quota" JSON,
    "token_expires_at" TIMESTAMPTZ(3),
    "refresh_epoch" INTEGER NOT NULL DEFAULT 0,
    "refresh_lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "oauth_state" (
    "org_id" UUID NOT NULL,
    "state_hash" BYTEA NOT NULL,
    "session_id" UUID NOT NULL,
    "connector" TEXT NOT NULL,
    "app_id" UUID NOT NULL,
    "connection_id" UUID,
    "sealed_pkce" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_state_pkey" PRIMARY KEY ("org_id","state_hash")
);

CREATE TABLE "option_cache" (
    "org_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "items" JSON NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "option_cache_pkey" PRIMARY KEY ("org_id","connection_id","list")
);

CREATE TABLE "flow" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "draft" JSON NOT NULL,
    "draft_rev" INTEGER NOT NULL DEFAULT 0,
    "live_version" INTEGER,
    "template_id" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "flow_operation" (
    "org_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "rev" INTEGER NOT NULL,
    "operation" JSON NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_operation_pkey" PRIMARY KEY ("org_id","flow_id","rev")
);

CREATE TABLE "flow_version" (
    "org_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "graph" JSON NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "warnings" JSON NOT NULL,
    "engine" TEXT NOT NULL,
    "published_by" UUID,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_version_pkey" PRIMARY KEY ("org_id","flow_id","version")
);

CREATE TABLE "trigger" (
    "org_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "node_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "connector" TEXT NOT NULL,
    "connection_id" UUID,
    "config" JSON NOT NULL,
    "class" TEXT NOT NULL,
    "ordered" BOOLEAN NOT NULL DEFAULT true,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "polls" BOOLEAN NOT NULL DEFAULT false,
    "cursor" JSON,
    "poll_due_at" TIMESTAMPTZ(3),
    "poll_lease_till" TIMESTAMPTZ(3),
    "poll_epoch" INTEGER NOT NULL DEFAULT 0,
    "poll_failures" INTEGER NOT NULL DEFAULT 0,
    "last_fault" JSON,

    CONSTRAINT "trigger_pkey" PRIMARY KEY ("org_id","flow_id","node_id")
);

CREATE TABLE "sample" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "body" JSON NOT NULL,
    "origin" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "event" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "connector" TEXT NOT NULL,
    "connection_id" UUID,
    "entity_key" TEXT,
    "business_key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "body" JSON NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("org_id","id","created_at")
) partition by range ("created_at");

CREATE TABLE "event_dedupe" (
    "org_id" UUID NOT NULL,
    "scope" UUID NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "event_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT mr_now(),

    CONSTRAINT "event_dedupe_pkey" PRIMARY KEY ("org_id","scope","key_hash")
);

CREATE TABLE "entity_sequence" (
    "org_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "entity_key" TEXT NOT NULL,
    "last" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT mr_now(),

    CONSTRAINT "entity_sequence_pkey" PRIMARY KEY ("org_id","flow_id","entity_key")
);

CREATE TABLE "run" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "flow_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "trigger_node" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "event_at" TIMESTAMPTZ(3) NOT NULL,
    "class" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "business_key" TEXT NOT NULL,
    "entity_key" TEXT,
    "entity_seq" BIGINT,
    "state" TEXT NOT NULL DEFAULT 'ready',
    "park_reason" TEXT,
    "park_key" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "lease_epoch" INTEGER NOT NULL DEFAULT 0,
    "lease_owner" TEXT,
    "crashes" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retry_node" TEXT,
    "fault" JSON,
    "replay_of" UUID,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("org_id","id","created_at")
) partition by range ("created_at");

CREATE TABLE "step" (
    "org_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "node_id" TEXT NOT NULL,
    "item_key" TEXT NOT NULL DEFAULT '',
    "seq" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "port" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "input" JSON,
    "output" JSON,
    "fault" JSON,
    "effect_key" BYTEA,
    "note" TEXT NOT NULL DEFAULT '',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "step_pkey" PRIMARY KEY ("org_id","run_id","created_at","node_id","item_key")
) partition by range ("created_at");

CREATE TABLE "step_attempt" (
    "org_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "node_id" TEXT NOT NULL,
    "item_key" TEXT NOT NULL DEFAULT '',
    "epoch" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "fault" JSON NOT NULL,
    "decision" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "step_attempt_pkey" PRIMARY KEY ("org_id","run_id","created_at","node_id","item_key","epoch")
) partition by range ("created_at");

CREATE TABLE "effect" (
    "org_id" UUID NOT NULL,
    "key" BYTEA NOT NULL,
    "flow_id" UUID NOT NULL,
    "node_id" TEXT NOT NULL,
    "item_key" TEXT NOT NULL DEFAULT '',
    "connection_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "run_at" TIMESTAMPTZ(3) NOT NULL,
    "run_epoch" INTEGER NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "request_sealed" TEXT,
    "vendor_key" TEXT NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "intent_at" TIMESTAMPTZ(3) NOT NULL,
    "sends" INTEGER NOT NULL DEFAULT 0,
    "searches" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),
    "status" INTEGER,
    "answer_hash" BYTEA,
    "object_id" TEXT,
    "object_label" TEXT,
    "kept" JSON,
    "fault" JSON,

    CONSTRAINT "effect_pkey" PRIMARY KEY ("org_id","key")
);

CREATE TABLE "breaker" (
    "org_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "flow_id" UUID,
    "node_id" TEXT,
    "connection_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'closed',
    "isolated" BOOLEAN NOT NULL DEFAULT false,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "buckets" JSON NOT NULL DEFAULT '[]',
    "opens" INTEGER NOT NULL DEFAULT 0,
    "open_until" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "probe_token" UUID,
    "probe_until" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "last_fault" JSON,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT mr_now(),

    CONSTRAINT "breaker_pkey" PRIMARY KEY ("org_id","key")
);

CREATE TABLE "bucket" (
    "org_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "cap" DOUBLE PRECISION NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "ts" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bucket_pkey" PRIMARY KEY ("org_id","key")
);

CREATE TABLE "dead_letter" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "run_id" UUID,
    "run_at" TIMESTAMPTZ(3),
    "flow_id" UUID,
    "node_id" TEXT,
    "endpoint_id" TEXT,
    "fingerprint" TEXT NOT NULL,
    "fault" JSON NOT NULL,
    "raw" BYTEA,
    "state" TEXT NOT NULL DEFAULT 'open',
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" UUID,

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("org_id","id")
);

CREATE TABLE "audit" (
    "org_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" UUID,
    "role" TEXT,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "detail" JSON NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("org_id","id","created_at")
) partition by range ("created_at");

CREATE TABLE "twin" (
    "org_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "account_name" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret" TEXT NOT NULL,
    "quota" JSON,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "twin_pkey" PRIMARY KEY ("org_id","vendor")
);

CREATE TABLE "twin_record" (
    "org_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "collection" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT mr_now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT mr_now(),

    CONSTRAINT "twin_record_pkey" PRIMARY KEY ("org_id","vendor","collection","id")
);

CREATE TABLE "twin_counter" (
    "org_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "collection" TEXT NOT NULL,
    "last" BIGINT NOT NULL,

    CONSTRAINT "twin_counter_pkey" PRIMARY KEY ("org_id","vendor","collection")
);

CREATE TABLE "twin_request" (
    "org_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT mr_now(),
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "applied" BOOLEAN NOT NULL,
    "key" TEXT,
    "body_hash" BYTEA NOT NULL,
    "fault" TEXT,

    CONSTRAINT "twin_request_pkey" PRIMARY KEY ("org_id","vendor","id")
);

CREATE TABLE "twin_fault" (
    "org_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "fault" JSON NOT NULL,
    "remaining" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "twin_fault_pkey" PRIMARY KEY ("org_id","vendor","id")
);

CREATE TABLE "twin_delivery" (
    "org_id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "events" JSON NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT mr_now(),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "twin_delivery_pkey" PRIMARY KEY ("org_id","vendor","id")
);

CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

CREATE INDEX "auth_session_user_id_idx" ON "auth_session"("user_id");

CREATE INDEX "auth_account_user_id_idx" ON "auth_account"("user_id");

CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

CREATE UNIQUE INDEX "auth_rate_limit_key_key" ON "auth_rate_limit"("key");

CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

CREATE INDEX "member_user_id_idx" ON "member"("user_id");

CREATE UNIQUE INDEX "member_organization_id_user_id_key" ON "member"("organization_id", "user_id");

CREATE INDEX "invitation_organization_id_idx" ON "invitation"("organization_id");

CREATE INDEX "invitation_email_idx" ON "invitation"("email");

CREATE UNIQUE INDEX "one_time_token_token_hash_key" ON "one_time_token"("token_hash");

CREATE INDEX "secret_org_id_key_version_idx" ON "secret"("org_id", "key_version");

CREATE UNIQUE INDEX "endpoint_id_key" ON "endpoint"("id");

CREATE INDEX "connection_org_id_app_id_account_id_idx" ON "connection"("org_id", "app_id", "account_id");

CREATE INDEX "flow_org_id_updated_at_idx" ON "flow"("org_id", "updated_at");

CREATE INDEX "trigger_org_id_connection_id_idx" ON "trigger"("org_id", "connection_id");

CREATE INDEX "trigger_due" ON "trigger"("poll_due_at") where "polls" and "active";

CREATE INDEX "sample_org_id_type_idx" ON "sample"("org_id", "type");

CREATE INDEX "event_dedupe_created_at_idx" ON "event_dedupe"("created_at");

CREATE INDEX "run_due" ON "run"("due_at") where "due_at" is not null;

-- Partial: what has ended, or waits for nobody, costs a claim nothing.
CREATE INDEX "run_entity" ON "run"("org_id", "flow_id", "entity_key", "entity_seq") where "entity_key" is not null and "state" not in ('done', 'cancelled');

CREATE INDEX "run_flow" ON "run"("org_id", "flow_id", "created_at");

CREATE INDEX "run_recent" ON "run"("org_id", "created_at", "id");

CREATE INDEX "run_business_key" ON "run"("org_id", "business_key");

CREATE INDEX "run_parked" ON "run"("org_id", "park_key") where "park_key" is not null;

CREATE INDEX "effect_org_id_run_id_idx" ON "effect"("org_id", "run_id");

CREATE INDEX "effect_org_id_object_label_idx" ON "effect"("org_id", "object_label");

CREATE INDEX "dead_letter_org_id_state_fingerprint_idx" ON "dead_letter"("org_id", "state", "fingerprint");

CREATE INDEX "dead_letter_org_id_run_id_idx" ON "dead_letter"("org_id", "run_id");

CREATE UNIQUE INDEX "twin_key_key" ON "twin"("key");

CREATE INDEX "twin_record_org_id_vendor_collection_seq_idx" ON "twin_record"("org_id", "vendor", "collection", "seq");

CREATE INDEX "twin_record_body" ON "twin_record" USING GIN ("body" jsonb_path_ops);

CREATE INDEX "twin_delivery_due_at_idx" ON "twin_delivery"("due_at");

ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "member" ADD CONSTRAINT "member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "member" ADD CONSTRAINT "member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "endpoint" ADD CONSTRAINT "endpoint_org_id_app_id_fkey" FOREIGN KEY ("org_id", "app_id") REFERENCES "app_registration"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "connection" ADD CONSTRAINT "connection_org_id_app_id_fkey" FOREIGN KEY ("org_id", "app_id") REFERENCES "app_registration"("org_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "flow_operation" ADD CONSTRAINT "flow_operation_org_id_flow_id_fkey" FOREIGN KEY ("org_id", "flow_id") REFERENCES "flow"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "flow_version" ADD CONSTRAINT "flow_version_org_id_flow_id_fkey" FOREIGN KEY ("org_id", "flow_id") REFERENCES "flow"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "trigger" ADD CONSTRAINT "trigger_org_id_flow_id_fkey" FOREIGN KEY ("org_id", "flow_id") REFERENCES "flow"("org_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

reset role;
