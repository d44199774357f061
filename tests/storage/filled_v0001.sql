-- What a jefail of schema 0001 left: every table with rows that its own release wrote.
INSERT INTO book (slug, name, channel_id, currency, locale, stores, closes_on, note_above)
    VALUES ('northwind', 'Northwind Retail', 'C0BOOKS', 'USD', 'en_US', '{"Shopify": "nw"}', 10, '{"USD": "500"}');
INSERT INTO api_token (book_id, digest, created_at) VALUES (1, '\x01', '2026-07-01Z');
INSERT INTO consent (platform, access_token, refresh_token, granted_by, granted_at)
    VALUES ('quickbooks', '\x02', '\x03', 'U_ANA', '2026-07-01Z');
INSERT INTO connection (book_id, platform, site, realm, state, consent_id, owner, currency, closed_until,
        polled_at, next_poll_at, next_call_at)
    VALUES (1, 'quickbooks', '', '9130', 'connected', 1, 'U_ANA', 'USD', '2026-05-31', '2026-07-10Z',
        '2026-07-10Z', '2026-07-10Z');
INSERT INTO consent_link (digest, book_id, platform, asked_by, expires_at)
    VALUES ('\x04', 1, 'quickbooks', 'U_ANA', '2026-07-01Z');
INSERT INTO account (connection_id, external_id, name, number, kind, active, postable)
    VALUES (1, '79', 'Sales', '4000', 'Income', true, true);
INSERT INTO mapping (book_id, sales_channel, category, account, updated_at, updated_by)
    VALUES (1, 'Shopify', 'sales', '4000', '2026-07-01Z', 'U_ANA');
INSERT INTO unit_cost (book_id, sales_channel, sku, minor, currency, updated_at)
    VALUES (1, 'Shopify', 'MUG-BLUE', 515, 'USD', '2026-07-01Z');
INSERT INTO incident (book_id, connection_id, fingerprint, sales_channel, reason, subject, details, words,
        code, trace, state, opened_at, moved_at, note)
    VALUES (1, 1, 'f00d', 'Shopify', 'mapping_missing', 'Tips', '[]', '', '', '', 'open', '2026-07-08Z',
        '2026-07-08Z', '');
INSERT INTO incident (book_id, connection_id, fingerprint, sales_channel, reason, subject, details, words,
        code, trace, state, opened_at, moved_at, moved_by, last_trigger, how, note)
    VALUES (1, 1, 'beef', 'Shopify', 'permission', '', '[]', 'You may not', '5020', '', 'resolved',
        '2026-07-08Z', '2026-07-09Z', 'U_ANA', 'resolve', 'fixed_in_platform', 'by hand');
INSERT INTO entry (book_id, connection_id, reference, revision, date, sales_channel, kind, currency,
        total_minor, description, lines, status, incident_id, accepted_at, failed_at)
    SELECT 1, 1, 'SHOP-' || n, 1, '2026-07-07', 'Shopify', 'sales_summary', 'USD', 160413, 'Day ' || n,
        '[]', CASE n WHEN 3 THEN 'posted' ELSE 'failed' END, CASE n WHEN 1 THEN 1 WHEN 2 THEN 2 END,
        '2026-07-08Z', CASE WHEN n < 3 THEN timestamptz '2026-07-08Z' END
    FROM generate_series(1, 3) n;
UPDATE entry SET posted_at = '2026-07-08Z', ledger_id = '227' WHERE reference = 'SHOP-3';
INSERT INTO attempt (entry_id, at, key, outcome, reason, code, words, trace, answer)
    VALUES (1, '2026-07-08Z', 'k', 'refused', 'mapping_missing', '', '', '', '');
INSERT INTO posting_service (connection_id, cursor) VALUES (1, '12');
INSERT INTO report_read (entry_id, version, revision, attempts, state) VALUES (3, 4, 1, 1, 'posted');
INSERT INTO incident_event (incident_id, at, kind, facts) VALUES (1, '2026-07-08Z', 'opened', '{"count": 1}');
INSERT INTO incident_event (incident_id, at, kind, actor, facts)
    VALUES (1, '2026-07-08Z', 'moved', NULL, '{"count": 2}');
INSERT INTO notice (kind, about_id, actor, facts, at) VALUES ('assigned', 1, 'U_ANA', '{}', '2026-07-08Z');
INSERT INTO message (channel_id, incident_id, ts, owed, shown, fault, created_at)
    VALUES ('C0BOOKS', 1, NULL, 1, 0, 'invalid_blocks', '2026-07-08Z');
INSERT INTO message (channel_id, incident_id, ts, owed, shown, created_at)
    VALUES ('C0BOOKS', 2, '1.0', 3, 3, '2026-07-08Z');
INSERT INTO message (channel_id, incident_id, event_id, created_at) VALUES ('C0BOOKS', 1, 2, '2026-07-08Z');
INSERT INTO message (channel_id, notice_id, created_at) VALUES ('U_BEN', 1, '2026-07-08Z');
INSERT INTO slack_channel (id, next_send_at) VALUES ('C0BOOKS', '2026-07-08Z');
INSERT INTO person (id, name, handle, email, zone, is_guest, is_external, is_gone)
    VALUES ('U_DEE', 'Dee', 'dee', 'dee@local.example', 'UTC', false, false, false);
INSERT INTO user_group (id, handle, name, people) VALUES ('S1', 'books', 'Bookkeepers', '{U_ANA}');
INSERT INTO "right" (book_id, move, anyone, user_groups, people) VALUES (1, 'retry', false, '{S1}', '{U_BEN}');
INSERT INTO slack_read (what, at) VALUES ('people', '2026-07-08Z');
INSERT INTO click (id, actor, at) VALUES ('c1', 'U_ANA', '2026-07-08Z');
INSERT INTO form_draft (view_id, typed, at) VALUES ('V1', '{}', '2026-07-08Z');
INSERT INTO held_work (work, key, job_id) VALUES ('send', 'C0BOOKS', NULL);
