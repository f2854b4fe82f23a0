#include "app/jobs.h"

#include <doctest/doctest.h>

using namespace writ;

TEST_CASE("jobs are done in order of their due time, and at one moment the tick comes before the publication") {
  store::Db db = store::Db::in_memory();
  REQUIRE(store::migrate(db, app::job_migrations()));
  const base::Time midnight = *base::parse_time("2024-10-31T00:00:00Z");
  REQUIRE(app::add_job(db, midnight, app::JobKind::publish, "2024-01-01/2024-09-30"));
  REQUIRE(app::add_job(db, midnight, app::JobKind::tick, ""));
  REQUIRE(app::add_job(db, midnight, app::JobKind::tick, ""));  // a second time: the same job
  CHECK_FALSE(app::next_job(db, midnight - std::chrono::seconds(1))->has_value());
  const auto first = app::next_job(db, midnight);
  REQUIRE(first->has_value());
  CHECK((*first)->kind == app::JobKind::tick);
  REQUIRE(app::finish_job(db, **first));
  CHECK((*app::next_job(db, midnight))->kind == app::JobKind::publish);
  CHECK(app::next_due(db)->value() == midnight);
}

TEST_CASE("a job that is put off is done later, once, and says its name") {
  store::Db db = store::Db::in_memory();
  REQUIRE(store::migrate(db, app::job_migrations()));
  const base::Time midnight = *base::parse_time("2024-10-31T00:00:00Z");
  REQUIRE(app::add_job(db, midnight, app::JobKind::publish, "2024-01-01/2024-09-30"));
  const auto job = app::next_job(db, midnight);
  REQUIRE(app::postpone_job(db, **job, midnight + std::chrono::hours(1)));
  CHECK_FALSE(app::next_job(db, midnight)->has_value());
  const auto later = app::next_job(db, midnight + std::chrono::hours(1));
  REQUIRE(later->has_value());
  CHECK(app::name_of((*later)->kind) == "publish");
  CHECK((*later)->subject == "2024-01-01/2024-09-30");
}
