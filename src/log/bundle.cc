#include "log/bundle.h"

#include <algorithm>
#include <map>

#include "log/format/note.h"
#include "log/format/report_json.h"
#include "log/held_rows.h"
#include "log/published.h"
#include "log/row_text.h"
#include "log/stored.h"
#include "log/totals.h"

namespace writ::log {

namespace {

using NamedFiles = std::vector<std::pair<std::string, std::string>>;

constexpr std::chrono::days next_report_max{400};  // section 5
/// Ticks are a day apart and the merge delay is two: one that comes out later than a day after its cut breaks promises.
constexpr std::chrono::hours tick_late_after{24};

/// The latest time that a witness stated; nullopt if none did.
std::optional<base::Time> cosigned_at(const TickRow& tick) {
  constexpr std::size_t timed_signature_bytes = 8 + 64;  // tlog-cosignature: u64be seconds, Ed25519 signature
  const auto note = parse_note(tick.checkpoint);
  std::optional<base::Time> latest;
  for (const SignatureLine& line : note ? note->lines : std::vector<SignatureLine>()) {
    if (line.signature.size() != timed_signature_bytes) continue;
    std::uint64_t seconds = 0;
    for (std::size_t i = 0; i < 8; ++i) seconds = seconds << 8 | static_cast<unsigned char>(line.signature[i]);
    latest = std::max(latest, std::optional(base::from_unix(static_cast<std::int64_t>(seconds))));
  }
  return latest;
}

/// The rows of a period and the earlier ones they name, opened.
class Opened {
 public:
  Opened(const Services& services, const PeriodRow& period)
      : services_(services), keys_(services.keys), period_(period) {}

  base::Result<> read() {
    TRY_VOID(held_.read(services_.db));
    std::map<base::Hash, bool> own;
    std::vector<base::Hash> named;
    TRY_VOID(each_row(services_.db, "WHERE idx >= ? AND idx <= ? ORDER BY idx",
                      {period_.first_index, period_.close_index}, [&](const EntryRow& row) -> base::Result<> {
                        TRY_VOID(add(row, rows, openings));
                        own[row.body_root] = true;
                        for (const base::Hash& root : named_by(row.public_values)) named.push_back(root);
                        return {};
                      }));
    std::map<std::uint64_t, EntryRow> references;
    for (const base::Hash& root : named) {
      if (!own.emplace(root, false).second) continue;
      TRY(const auto row, find_row(services_.db, root));
      if (!row || !row->index || *row->index > period_.first_index) {
        return base::fail(base::Errc::corrupt, "entry", base::to_hex(root),
                          "is named by an entry of the period and is not in the log before it");
      }
      references.emplace(*row->index, *row);
    }
    for (const auto& [index, row] : references) TRY_VOID(add(row, earlier, reference_lines));
    return {};
  }

  std::vector<OpenedRow> rows, earlier;
  std::string openings, reference_lines;

 private:
  base::Result<> add(const EntryRow& row, std::vector<OpenedRow>& list, std::string& lines) {
    if (held_.contains(row.body_root)) {
      TRY(const std::string line, held_.text(services_.host, keys_, row));
      lines += line;
      list.push_back(held_row(*row.index, row.body_root));
      return {};
    }
    TRY(const OpeningSecret secret, open_secret(keys_, row));
    lines += open_text(*row.index, secret, row.public_values);
    list.push_back({*row.index, row.body_root, row.public_values});
    return {};
  }

  const Services& services_;
  KeyCache keys_;
  HeldRows held_;
  const PeriodRow& period_;
};

/// The last cosigned checkpoint of size <= close_index, the last one at all if no witness signs.
base::Result<std::string> checkpoint_before(store::Db& db, const PeriodRow& period) {
  const std::uint64_t begin = period.first_index == 0 ? 0 : period.first_index - 1;
  TRY(const std::vector<TickRow> ticks, ticks_of(db, begin, period.close_index));
  const TickRow* found = nullptr;
  for (const TickRow& tick : ticks) {
    if (tick.size > period.close_index || !tick.published_at) continue;
    if (found == nullptr || tick.cosigned || !found->cosigned) found = &tick;
  }
  if (found != nullptr) return found->checkpoint;
  return base::fail(base::Errc::corrupt, "period", base::format_period(period.period),
                    "no checkpoint was published before its close");
}

struct Bundle {
  NamedFiles files;  // without report.json
  Totals totals;
  std::vector<LateTick> late_ticks;
};

base::Result<Bundle> assemble(const Services& services, const LogSettings& settings, const PeriodRow& period) {
  Opened opened(services, period);
  TRY_VOID(opened.read());
  Bundle bundle;
  TRY(bundle.totals, totals_of(opened.rows, opened.earlier));
  TRY(std::string before, checkpoint_before(services.db, period));
  TRY(const auto close, find_row(services.db, period.close_root));
  CHECK_INVARIANT(close.has_value());
  TRY(auto proof, proof_of(services.db, services.host, services.files, settings.folder, *close));
  if (!proof)
    return base::fail(base::Errc::corrupt, "period", base::format_period(period.period),
                      "the checkpoint of its close is not published");
  bundle.files = {{"openings.jsonl", std::move(opened.openings)},
                  {"references.jsonl", std::move(opened.reference_lines)},
                  {"before.checkpoint", std::move(before)},
                  {"close.tlog-proof", std::move(*proof)}};
  TRY(const std::vector<TickRow> ticks, ticks_of(services.db, period.first_index, period.close_index + 1));
  bool padded = false;
  for (const TickRow& tick : ticks) {
    padded = padded || tick.padded;
    if (tick.published_at && *tick.published_at - tick.cut > tick_late_after)
      bundle.late_ticks.push_back({tick.cut, tick.size, cosigned_at(tick)});
  }
  if (padded) {
    TRY(const base::Hash key, services.keys.find(dummies_key_name(period.first_index)));
    bundle.files.emplace_back("dummies.key", base::to_hex(key) + "\n");
  }
  return bundle;
}

Report report_of(const base::Host& host, const std::string& origin, const PeriodRow& period,
                 const PublishOptions& options, const Bundle& bundle) {
  Report report;
  report.origin = origin;
  report.period = period.period;
  report.first_index = period.first_index;
  report.close_index = period.close_index;
  report.published_at = options.published_at;
  report.next_report = options.next_report;
  report.policies = bundle.totals.policies;
  report.totals = totals_members(bundle.totals);
  report.by = by_members(bundle.totals);
  report.restated = bundle.totals.restated;
  report.late_ticks = bundle.late_ticks;
  for (const auto& [name, content] : bundle.files) report.files[name] = host.sha256(base::view(content));
  report.unverified = options.unverified;
  return report;
}

base::Result<> check_options(const PublishOptions& options) {
  const base::Time end = options.period.end();
  if (options.published_at <= end) {
    return base::invalid("published_at", base::format_time(options.published_at),
                         "is after the end of the period, " + base::format_time(end));
  }
  if (options.next_report <= base::day_of(options.published_at) ||
      base::Time(options.next_report) > end + next_report_max) {
    return base::invalid("next_report", base::format_day(options.next_report),
                         "is later than the day of publication and at most 400 days after the end of the period");
  }
  return {};
}

Draft report_draft(const base::Period& period, const base::Hash& report) {
  Draft draft;
  draft.public_values[0] = name_of(Kind::report);
  draft.public_values[1] = base::format_period(period);
  draft.public_values[2] = hash_value(report);
  return draft;
}

}  // namespace

base::Result<NamedFiles> make_bundle(const Services& services, const LogSettings& settings, Journal& journal,
                                     const PublishOptions& options) {
  TRY_VOID(check_options(options));
  TRY(const PeriodRow period, closed_period(services.db, options.period));
  const auto logged_before = [&] {
    return base::fail(base::Errc::conflict, "period", base::format_period(options.period),
                      "its report was logged before; no bundle is ever replaced");
  };
  if (period.report_root) return logged_before();
  TRY(Bundle bundle, assemble(services, settings, period));
  const std::string report = format_report(report_of(services.host, settings.origin, period, options, bundle));
  TRY_VOID(parse_report(
      report));  // a stranger's reading of it, before it is logged: `unverified` is the operator's own text
  const Draft draft = report_draft(options.period, services.host.sha256(base::view(report)));
  // The text is stored with the entry that holds its hash, so that no crash leaves a hash without a text.
  TRY_VOID(services.db.transaction([&]() -> base::Result<> {
    TRY(const Committed committed, journal.commit(services.db, "", "", draft));
    TRY_VOID(services.db.run(
        "UPDATE log_period SET report_json = ?, report_root = ? WHERE first_index = ? AND report_root IS NULL",
        {report, committed.body_root, period.first_index}));
    if (services.db.changes() != 1) return logged_before();
    return {};
  }));
  bundle.files.emplace_back("report.json", report);
  return std::move(bundle.files);
}

base::Result<NamedFiles> stored_bundle(const Services& services, const LogSettings& settings,
                                       const base::Period& period) {
  TRY(const PeriodRow row, closed_period(services.db, period));
  if (!row.report_json)
    return base::fail(base::Errc::not_found, "period", base::format_period(period), "its report was not logged yet");
  TRY(Bundle bundle, assemble(services, settings, row));
  bundle.files.emplace_back("report.json", *row.report_json);
  return std::move(bundle.files);
}

base::Result<std::optional<NamedFiles>> report_proof(const Services& services, const LogSettings& settings,
                                                     const base::Period& period) {
  TRY(const PeriodRow row, closed_period(services.db, period));
  if (!row.report_root) return std::nullopt;
  TRY(const auto entry, find_row(services.db, *row.report_root));
  CHECK_INVARIANT(entry.has_value());
  TRY(auto proof, proof_of(services.db, services.host, services.files, settings.folder, *entry));
  if (!proof) return std::nullopt;
  KeyCache keys(services.keys);
  TRY(const OpeningSecret secret, open_secret(keys, *entry));
  return NamedFiles{{"report.opening.json", open_text(*entry->index, secret, entry->public_values)},
                    {"report.tlog-proof", std::move(*proof)}};
}

base::Result<> forget_seeds(const Services& services, const LogSettings& settings, const base::Period& period) {
  TRY(const auto proof, report_proof(services, settings, period));
  if (!proof)
    return base::fail(base::Errc::conflict, "period", base::format_period(period),
                      "its report is not in the published log yet");
  TRY(const PeriodRow row, closed_period(services.db, period));
  const std::string old_key = seeds_key_name(row.first_index);
  TRY_VOID(services.db.transaction([&]() -> base::Result<> {
    KeyCache keys(services.keys);
    HeldRows held;
    TRY_VOID(held.read(services.db));
    TRY(const LogState state, read_state(services.db));
    const std::string open_key = seeds_key_name(state.period_first);
    TRY_VOID(keys.find_or_create(open_key));
    std::vector<EntryRow> sealed;
    TRY_VOID(each_row(services.db, "WHERE seed_key = ?", {old_key}, [&](const EntryRow& entry) -> base::Result<> {
      sealed.push_back(entry);
      return {};
    }));
    for (const EntryRow& entry : sealed) {
      const bool published = entry.index && *entry.index <= row.close_index;
      // Committed before the close, waiting or sequenced behind it: its seed stays secret until its own period's
      // bundle.
      if (!published)
        TRY_VOID(move_to_seed_key(services.db, keys, services.random, entry, open_key));
      else if (held.contains(entry.body_root))
        TRY_VOID(keep_held(services.db, services.host, keys, services.random, entry));
      else
        TRY_VOID(store_plain(services.db, keys, entry));
    }
    return {};
  }));
  auto destroyed = services.keys.destroy(old_key);
  if (!destroyed && destroyed.error().code != base::Errc::not_found) return destroyed;
  return {};
}

}  // namespace writ::log
