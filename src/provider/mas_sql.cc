#include "provider/install_sql.h"

namespace writ::provider {

namespace {

/// As for Synapse (synapse_sql.cc). Times are given in seconds; addresses are of type inet, so they have one spelling.
constexpr const char* functions = R"sql(
-- These columns and no other: neighbours hold password hashes and tokens.
GRANT SELECT (user_id, username, created_at, deactivated_at) ON @TABLES@.users TO @OWNER@;
GRANT SELECT (user_id, email, created_at) ON @TABLES@.user_emails TO @OWNER@;
GRANT SELECT (user_id, medium, address, created_at) ON @TABLES@.user_unsupported_third_party_ids TO @OWNER@;
GRANT SELECT (user_id, last_active_at, last_active_ip, user_agent) ON @TABLES@.user_sessions TO @OWNER@;
GRANT SELECT (user_id, last_active_at, last_active_ip, user_agent) ON @TABLES@.oauth2_sessions TO @OWNER@;
GRANT SELECT (user_id, last_active_at, last_active_ip, user_agent) ON @TABLES@.compat_sessions TO @OWNER@;
GRANT SELECT (actor_user_id, last_active_at, last_active_ip) ON @TABLES@.personal_sessions TO @OWNER@;
SET LOCAL ROLE @OWNER@;

CREATE OR REPLACE FUNCTION writ.mas_seconds(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT floor(extract(epoch FROM at))::bigint
$fn$;

-- Names are unique whatever their letters' case.
CREATE OR REPLACE FUNCTION writ.mas_account(wanted text)
RETURNS TABLE (id text, name text, created bigint, closed bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT u.user_id::text, u.username, writ.mas_seconds(u.created_at), writ.mas_seconds(u.deactivated_at)
  FROM @TABLES@.users u WHERE lower(u.username) = lower(wanted) LIMIT 20
$fn$;

CREATE OR REPLACE FUNCTION writ.mas_accounts_by_email(wanted text, until bigint)
RETURNS TABLE (name text, address text, added_at bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT u.username, e.email, writ.mas_seconds(e.created_at) FROM @TABLES@.user_emails e
  JOIN @TABLES@.users u USING (user_id)
  WHERE lower(e.email) = lower(wanted) AND e.created_at <= to_timestamp(until)
  ORDER BY e.created_at, u.username LIMIT 200
$fn$;

CREATE OR REPLACE FUNCTION writ.mas_accounts_by_phone(country_digits text, trunk_digits text, number_digits text, until bigint)
RETURNS TABLE (name text, address text, added_at bigint)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  IF trunk_digits !~ '^[0-9]{0,3}$' OR country_digits !~ '^[1-9][0-9]{0,2}$' OR number_digits !~ '^[0-9]{3,14}$' THEN RETURN; END IF;
  RETURN QUERY SELECT u.username, t.address, writ.mas_seconds(t.created_at)
    FROM @TABLES@.user_unsupported_third_party_ids t JOIN @TABLES@.users u USING (user_id)
    WHERE t.medium = 'msisdn' AND t.created_at <= to_timestamp(until)
      AND regexp_replace(t.address, '[^0-9]', '', 'g') ~ ('^(00)?' || country_digits || '(' || trunk_digits || ')?' || number_digits || '$')
    ORDER BY t.created_at, u.username LIMIT 200;
END
$fn$;

-- Not a function that Writ may call: what the others read.
CREATE OR REPLACE VIEW writ.mas_sessions AS
  SELECT user_id, last_active_at, last_active_ip, user_agent FROM @TABLES@.user_sessions WHERE last_active_at IS NOT NULL
  UNION ALL SELECT user_id, last_active_at, last_active_ip, user_agent FROM @TABLES@.oauth2_sessions
            WHERE last_active_at IS NOT NULL AND user_id IS NOT NULL
  UNION ALL SELECT user_id, last_active_at, last_active_ip, user_agent FROM @TABLES@.compat_sessions WHERE last_active_at IS NOT NULL
  UNION ALL SELECT actor_user_id, last_active_at, last_active_ip, NULL FROM @TABLES@.personal_sessions WHERE last_active_at IS NOT NULL;
REVOKE ALL ON writ.mas_sessions FROM PUBLIC;

CREATE OR REPLACE FUNCTION writ.mas_accounts_by_address(wanted text, since bigint, until bigint)
RETURNS TABLE (name text)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  address inet := wanted::inet;
  other inet := CASE WHEN family(wanted::inet) = 4 THEN ('::ffff:' || host(wanted::inet))::inet ELSE wanted::inet END;
BEGIN
  IF until - since > 604800 THEN RAISE EXCEPTION 'the window is longer than a week'; END IF;
  IF address <> host(address)::inet THEN RETURN; END IF;  -- a network
  RETURN QUERY SELECT DISTINCT u.username FROM writ.mas_sessions s JOIN @TABLES@.users u USING (user_id)
    WHERE s.last_active_at >= to_timestamp(since) AND s.last_active_at < to_timestamp(until) AND s.last_active_ip IN (address, other)
    ORDER BY 1 LIMIT 200;
END
$fn$;

CREATE OR REPLACE FUNCTION writ.mas_rows(wanted uuid, since bigint, until bigint)
RETURNS TABLE (ip text, user_agent text, last_active bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT host(s.last_active_ip), s.user_agent, writ.mas_seconds(s.last_active_at) FROM writ.mas_sessions s
  WHERE s.user_id = wanted AND s.last_active_at >= to_timestamp(since) AND s.last_active_at < to_timestamp(until)
  ORDER BY s.last_active_at, 1
$fn$;

CREATE OR REPLACE FUNCTION writ.mas_third_party_ids(wanted uuid, kind text, until bigint)
RETURNS TABLE (address text, added_at bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT e.email, writ.mas_seconds(e.created_at) FROM @TABLES@.user_emails e
    WHERE kind = 'email' AND e.user_id = wanted AND e.created_at <= to_timestamp(until)
  UNION ALL SELECT t.address, writ.mas_seconds(t.created_at) FROM @TABLES@.user_unsupported_third_party_ids t
    WHERE kind = 'msisdn' AND t.medium = kind AND t.user_id = wanted AND t.created_at <= to_timestamp(until)
  ORDER BY 2, 1
$fn$;

-- For `writ provider check` and `audit`: how far back rows go, in seconds, and how many are older. No account in it.
CREATE OR REPLACE FUNCTION writ.mas_extent()
RETURNS TABLE (category text, oldest bigint, newest bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT 'ip_address', writ.mas_seconds(min(s.last_active_at)), writ.mas_seconds(max(s.last_active_at)) FROM writ.mas_sessions s
    WHERE s.last_active_ip IS NOT NULL
  UNION ALL SELECT 'registration_date', writ.mas_seconds(min(u.created_at)), writ.mas_seconds(max(u.created_at)) FROM @TABLES@.users u
  UNION ALL SELECT 'phone_number', writ.mas_seconds(min(t.created_at)), writ.mas_seconds(max(t.created_at))
    FROM @TABLES@.user_unsupported_third_party_ids t WHERE t.medium = 'msisdn'
  UNION ALL SELECT 'email', writ.mas_seconds(min(e.created_at)), writ.mas_seconds(max(e.created_at)) FROM @TABLES@.user_emails e
$fn$;

-- One category: how many rows, the oldest, and how many are older than the cut, in seconds.
CREATE OR REPLACE FUNCTION writ.mas_survey(wanted text, cut bigint)
RETURNS TABLE (held bigint, oldest bigint, past bigint)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  IF wanted IN ('ip_address', 'device', 'last_seen') THEN
    RETURN QUERY SELECT count(*), writ.mas_seconds(min(s.last_active_at)), count(*) FILTER (WHERE s.last_active_at < to_timestamp(cut))
      FROM writ.mas_sessions s
      WHERE wanted = 'last_seen' OR (wanted = 'ip_address' AND s.last_active_ip IS NOT NULL) OR (wanted = 'device' AND s.user_agent <> '');
  ELSIF wanted = 'email' THEN
    RETURN QUERY SELECT count(*), writ.mas_seconds(min(e.created_at)), count(*) FILTER (WHERE e.created_at < to_timestamp(cut))
      FROM @TABLES@.user_emails e;
  ELSIF wanted = 'phone_number' THEN
    RETURN QUERY SELECT count(*), writ.mas_seconds(min(t.created_at)), count(*) FILTER (WHERE t.created_at < to_timestamp(cut))
      FROM @TABLES@.user_unsupported_third_party_ids t WHERE t.medium = 'msisdn';
  ELSIF wanted IN ('registration_date', 'user_name') THEN
    RETURN QUERY SELECT count(*), writ.mas_seconds(min(u.created_at)), count(*) FILTER (WHERE u.created_at < to_timestamp(cut))
      FROM @TABLES@.users u;
  END IF;
END
$fn$;
DROP FUNCTION IF EXISTS writ.mas_addresses_older_than(bigint);
)sql";

}  // namespace

base::Result<std::string> mas_sql(const InstallOptions& options) {
  return fill_names("-- What Writ may ask the Matrix Authentication Service (docs/provider-mas.md).\n" +
                        postgresql_roles() + functions + postgresql_rights("mas"),
                    options);
}

}  // namespace writ::provider
