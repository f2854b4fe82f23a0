#include "provider/install_sql.h"

namespace writ::provider {

namespace {

/// Every function takes one account, one number, one address, and gives what belongs to it; none has a pattern, and
/// NULL gives nothing (STRICT). Names are qualified and search_path is pinned: nobody's function is called in place of
/// ours.
constexpr const char* functions = R"sql(
-- These columns and no other: users also holds password hashes, user_ips access tokens.
GRANT SELECT (name, creation_ts, deactivated) ON @TABLES@.users TO @OWNER@;
GRANT SELECT (user_id, ip, user_agent, last_seen) ON @TABLES@.user_ips TO @OWNER@;
GRANT SELECT (user_id, medium, address, added_at) ON @TABLES@.user_threepids TO @OWNER@;
SET LOCAL ROLE @OWNER@;

CREATE OR REPLACE FUNCTION writ.synapse_account(wanted text)
RETURNS TABLE (name text, creation_ts bigint, deactivated bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT u.name, u.creation_ts, u.deactivated::bigint FROM @TABLES@.users u WHERE u.name = wanted
$fn$;

-- Exactly, else in other letter case (accounts older than the rule of lower case). ASCII, as Synapse's ids are.
CREATE OR REPLACE FUNCTION writ.synapse_account_by_localpart(wanted text)
RETURNS TABLE (name text, creation_ts bigint, deactivated bigint)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  IF wanted = '' OR strpos(wanted, ':') > 0 THEN RETURN; END IF;
  RETURN QUERY SELECT u.name, u.creation_ts, u.deactivated::bigint FROM @TABLES@.users u
    WHERE starts_with(u.name, '@' || wanted || ':') ORDER BY u.name COLLATE "C" LIMIT 20;
  IF FOUND THEN RETURN; END IF;
  RETURN QUERY SELECT u.name, u.creation_ts, u.deactivated::bigint FROM @TABLES@.users u
    WHERE starts_with(lower(u.name COLLATE "C"), lower(('@' || wanted || ':') COLLATE "C"))
    ORDER BY u.name COLLATE "C" LIMIT 20;
END
$fn$;

-- Numbers are stored as typed: with or without +, 00, blanks, the country's trunk prefix. The digits are those of one
-- whole number; no digit is left open, or a part of a number would find others'.
CREATE OR REPLACE FUNCTION writ.synapse_accounts_by_phone(country_digits text, trunk_digits text, number_digits text, until bigint)
RETURNS TABLE (user_id text, address text, added_at bigint)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  IF trunk_digits !~ '^[0-9]{0,3}$' OR country_digits !~ '^[1-9][0-9]{0,2}$' OR number_digits !~ '^[0-9]{3,14}$' THEN RETURN; END IF;
  RETURN QUERY SELECT t.user_id, t.address, t.added_at FROM @TABLES@.user_threepids t
    WHERE t.medium = 'msisdn' AND t.added_at <= until
      AND regexp_replace(t.address, '[^0-9]', '', 'g') ~ ('^(00)?' || country_digits || '(' || trunk_digits || ')?' || number_digits || '$')
    ORDER BY t.added_at, t.user_id COLLATE "C" LIMIT 200;
END
$fn$;

CREATE OR REPLACE FUNCTION writ.synapse_accounts_by_email(wanted text, until bigint)
RETURNS TABLE (user_id text, address text, added_at bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT t.user_id, t.address, t.added_at FROM @TABLES@.user_threepids t
  WHERE t.medium = 'email' AND t.added_at <= until AND lower(t.address COLLATE "C") = lower(wanted COLLATE "C")
  ORDER BY t.added_at, t.user_id COLLATE "C" LIMIT 200
$fn$;

-- user_ips.ip is what a header said, verbatim: never cast without a guard.
CREATE OR REPLACE FUNCTION writ.same_address(stored text, wanted inet)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE
  bare text := btrim(stored, E' \t\r\n');
  found inet;
BEGIN
  IF length(stored) > 128 THEN RETURN false; END IF;
  IF left(bare, 1) = '[' THEN
    bare := split_part(substr(bare, 2), ']', 1);
  ELSIF length(bare) - length(replace(bare, ':', '')) = 1 THEN
    bare := split_part(bare, ':', 1);
  END IF;
  bare := split_part(bare, '%', 1);
  IF strpos(bare, '/') > 0 THEN RETURN false; END IF;
  found := bare::inet;
  RETURN found = wanted OR (family(wanted) = 4 AND found = ('::ffff:' || host(wanted))::inet);
EXCEPTION WHEN OTHERS THEN
  RETURN false;
END
$fn$;

-- One address within a week at most.
CREATE OR REPLACE FUNCTION writ.synapse_accounts_by_address(wanted text, since bigint, until bigint)
RETURNS TABLE (user_id text, ip text)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
DECLARE address inet := wanted::inet;
BEGIN
  IF until - since > 604800000 THEN RAISE EXCEPTION 'the window is longer than a week'; END IF;
  RETURN QUERY SELECT DISTINCT i.user_id, i.ip FROM @TABLES@.user_ips i
    WHERE i.last_seen >= since AND i.last_seen < until
      AND CASE WHEN strpos(i.ip, ':') = 0 THEN btrim(i.ip, E' \t\r\n') = host(address)
               ELSE writ.same_address(i.ip, address) END
    LIMIT 2000;
END
$fn$;

CREATE OR REPLACE FUNCTION writ.synapse_addresses(wanted text, since bigint, until bigint)
RETURNS TABLE (ip text, last_seen bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT i.ip, i.last_seen FROM @TABLES@.user_ips i
  WHERE i.user_id = wanted AND i.last_seen >= since AND i.last_seen < until ORDER BY i.last_seen, i.ip COLLATE "C"
$fn$;

CREATE OR REPLACE FUNCTION writ.synapse_user_agents(wanted text, since bigint, until bigint)
RETURNS TABLE (user_agent text, last_seen bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT i.user_agent, max(i.last_seen) FROM @TABLES@.user_ips i
  WHERE i.user_id = wanted AND i.last_seen >= since AND i.last_seen < until AND i.user_agent <> ''
  GROUP BY i.user_agent ORDER BY 2, i.user_agent COLLATE "C"
$fn$;

CREATE OR REPLACE FUNCTION writ.synapse_last_seen(wanted text, since bigint, until bigint)
RETURNS bigint
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT max(i.last_seen) FROM @TABLES@.user_ips i
  WHERE i.user_id = wanted AND i.last_seen >= since AND i.last_seen < until
$fn$;

CREATE OR REPLACE FUNCTION writ.synapse_third_party_ids(wanted text, kind text, until bigint)
RETURNS TABLE (address text, added_at bigint)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT t.address, t.added_at FROM @TABLES@.user_threepids t
  WHERE t.user_id = wanted AND t.medium = kind AND kind IN ('msisdn', 'email') AND t.added_at <= until
  ORDER BY t.added_at, t.address COLLATE "C"
$fn$;

-- Asked before every answer, so that a wrong unit never passes for an empty list; by the index on last_seen.
CREATE OR REPLACE FUNCTION writ.synapse_newest_address()
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT max(i.last_seen) FROM @TABLES@.user_ips i
$fn$;

-- For `writ provider check` and `audit`: how far back rows go, in the columns' own units, and how many are older. No
-- account in it.
CREATE OR REPLACE FUNCTION writ.synapse_extent()
RETURNS TABLE (category text, oldest bigint, newest bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
  SELECT 'ip_address', min(i.last_seen), max(i.last_seen) FROM @TABLES@.user_ips i
  UNION ALL SELECT 'registration_date', min(u.creation_ts), max(u.creation_ts) FROM @TABLES@.users u
  UNION ALL SELECT 'phone_number', min(t.added_at), max(t.added_at) FROM @TABLES@.user_threepids t WHERE t.medium = 'msisdn'
  UNION ALL SELECT 'email', min(t.added_at), max(t.added_at) FROM @TABLES@.user_threepids t WHERE t.medium = 'email'
$fn$;

-- One category: how many rows, the oldest, and how many are older than the cut, in the column's own unit.
CREATE OR REPLACE FUNCTION writ.synapse_survey(wanted text, cut bigint)
RETURNS TABLE (held bigint, oldest bigint, past bigint)
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
BEGIN
  IF wanted IN ('ip_address', 'device', 'last_seen') THEN
    RETURN QUERY SELECT count(*), min(i.last_seen), count(*) FILTER (WHERE i.last_seen < cut) FROM @TABLES@.user_ips i
      WHERE wanted = 'last_seen' OR (wanted = 'ip_address' AND i.ip <> '') OR (wanted = 'device' AND i.user_agent <> '');
  ELSIF wanted IN ('phone_number', 'email') THEN
    RETURN QUERY SELECT count(*), min(t.added_at), count(*) FILTER (WHERE t.added_at < cut) FROM @TABLES@.user_threepids t
      WHERE t.medium = CASE wanted WHEN 'email' THEN 'email' ELSE 'msisdn' END;
  ELSIF wanted IN ('registration_date', 'user_name') THEN
    RETURN QUERY SELECT count(*), min(u.creation_ts), count(*) FILTER (WHERE u.creation_ts < cut) FROM @TABLES@.users u;
  END IF;
END
$fn$;
DROP FUNCTION IF EXISTS writ.synapse_addresses_older_than(bigint);
)sql";

}  // namespace

base::Result<std::string> synapse_sql(const InstallOptions& options) {
  return fill_names("-- What Writ may ask a Synapse homeserver on PostgreSQL (docs/provider-synapse.md).\n" +
                        postgresql_roles() + functions + postgresql_rights("synapse"),
                    options);
}

}  // namespace writ::provider
