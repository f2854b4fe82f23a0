// Section 5: rules 1 to 3 and 5 to 8.
#include <doctest/doctest.h>

#include "cases.h"

using namespace writ;
using namespace writ::test;

namespace {
void in_report(Case& c, int period, const std::function<void(log::Report&)>& change) {
  c.hooks.report = [=](int of, log::Report& report) {
    if (of == period) change(report);
  };
}
void in_files(Case& c, int period, const std::function<void(Files&)>& change) {
  c.hooks.files = [=](int of, Files& files) {
    if (of == period) change(files);
  };
}
void afterwards(Case& c, int period, const std::function<void(Files&)>& change) {
  c.hooks.after = [=](int of, Files& files) {
    if (of == period) change(files);
  };
}
void drop_line(std::string& text, const std::string& holding) {
  const std::size_t at = text.find(holding);
  const std::size_t begin = text.rfind('\n', at) + 1;
  text.erase(begin, text.find('\n', at) + 1 - begin);
}
void set(Case& c, const std::string& name, std::size_t position, const std::string& value) {
  c.hooks.draft = [=](const std::string& of, log::Draft& draft) {
    if (of == name) draft.public_values[position - 8] = value;
  };
}
void seen_at(Case& c, const std::string& tick, const std::string& time) {
  c.hooks.cosigned = [=](const std::string& of, base::Time when) {
    return of == tick ? at(time) : when + std::chrono::seconds(60);
  };
}
}  // namespace

// Rule 1
BROKEN("a tile that is not the hashes of its entries fails", "tile-altered", 1, "") {
  c.hooks.log = [](Files& log) {
    for (auto& [name, content] : log) {
      if (name.starts_with("tile/0/")) content[5] ^= 1;
    }
  };
}
BROKEN("an entry altered after it was logged fails", "entry-altered", 1, "") {
  c.hooks.log = [](Files& log) {
    for (auto& [name, content] : log) {
      if (name.starts_with("tile/entries/")) content[40] ^= 1;
    }
  };
}
BROKEN("a checkpoint that no witness quorum saw fails", "no-quorum", 1, "") {
  c.hooks.log = [](Files& log) {
    std::string& note = log["checkpoint"];
    for (int i = 0; i < 2; ++i) note.erase(note.rfind('\n', note.size() - 2) + 1);
  };
}
BROKEN("a known witness whose line does not verify rejects the note", "bad-cosignature", 1, "") {
  c.hooks.log = [](Files& log) {
    std::string& note = log["checkpoint"];
    char& digit = note[note.size() - 20];
    digit = digit == 'A' ? 'B' : 'A';
  };
}
BROKEN("a checkpoint of another log fails", "other-origin", 1, "") {
  in_report(c, 1, [](log::Report& report) { report.origin = "other.example/test"; });
}
BROKEN("a fork of the log shows: the close was proven under another root", "forked-close", 1, "") {
  in_files(c, 1, [](Files& files) {
    Hooks other;
    other.entry = [](const std::string& name, std::string& entry) {
      if (name == "decision H") entry[7] ^= 1;
    };
    files["close.tlog-proof"] = World(other).log.bundles[0]["close.tlog-proof"];
  });
}

// Rule 2
BROKEN("the close entry says the same first index as report.json", "close-first-index", 2, "close 1") {
  set(c, "close 1", 10, "3");
}
BROKEN("the close entry says the same period as report.json", "close-period", 2, "close 2") {
  set(c, "close 2", 9, "2024-07-01/2024-12-30");
}
BROKEN("the first period names no close before it", "close-previous-of-first", 2, "close 1") {
  set(c, "close 1", 11, std::string(32, 'x'));
}
BROKEN("a later period names the close before it", "close-previous-missing", 2, "close 2") {
  set(c, "close 2", 11, "");
}
BROKEN("a period has one close", "close-twice", 2, "close X") {
  c.hooks.extra = [](LogBuilder& log, int period) {
    if (period == 1) log.add("close X", draft({"close", "2024-01-01/2024-03-31", "0", ""}));
  };
}
BROKEN("the close is the last index of the period", "close-not-last", 2, "") {
  in_report(c, 2, [](log::Report& report) { report.close_index += 1; });
  c.periods = {2};
}

// Rule 3
BROKEN("a request left out of openings.jsonl counts as a request", "opening-missing", 3, "request E") {
  in_files(c, 2, [](Files& files) { drop_line(files["openings.jsonl"], "\"request\""); });
}
BROKEN("a row that was changed afterwards does not open its entry", "opening-false", 3, "request E") {
  in_files(c, 2, [](Files& files) {
    std::string& text = files["openings.jsonl"];
    text.replace(text.find("\"request\",\"US\""), 14, "\"request\",\"CA\"");
  });
}
BROKEN("an entry that is no dummy of K counts as a request", "dummy-false", 3, "") {
  c.hooks.entry = [](const std::string& name, std::string& entry) {
    if (name == "dummy 2") entry[20] ^= 1;
  };
}
BROKEN("an entry of another form counts as a request", "entry-form", 3, "") {
  c.hooks.entry = [](const std::string& name, std::string& entry) {
    if (name == "dummy 2") entry = "a note of our own";
  };
}
BROKEN("an opening line is exactly its template", "opening-spaces", 3, "") {
  in_files(c, 2, [](Files& files) { files["openings.jsonl"].replace(0, 9, "{\"index\": "); });
}
BROKEN("a last line without newline fails", "opening-unterminated", 3, "") {
  in_files(c, 2, [](Files& files) { files["openings.jsonl"].pop_back(); });
}
BROKEN("a blank line fails", "opening-blank-line", 3, "") {
  in_files(c, 2, [](Files& files) { files["openings.jsonl"] += "\n"; });
}
BROKEN("openings ascend", "opening-order", 3, "") {
  in_files(c, 2, [](Files& files) {
    std::string& text = files["openings.jsonl"];
    const std::size_t end = text.find('\n') + 1;
    text = text.substr(end) + text.substr(0, end);
  });
}
BROKEN("the same entry twice in a log fails at the higher index", "entry-repeated", 3, "copy") {
  auto first = std::make_shared<std::string>();
  c.hooks.entry = [first](const std::string& name, std::string& entry) {
    if (name == "request A") *first = entry;
    if (name == "copy") entry = *first;
  };
  c.hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2) log.add("copy", request_draft("US", "subpoena", "not_stated"));
  };
}
BROKEN("a K that is not 64 hex digits fails", "dummies-key-form", 3, "") {
  in_files(c, 1, [](Files& files) { files["dummies.key"] = "none\n"; });
}

// Rule 5
BROKEN("a total that is too small fails", "total-requests", 5, "") {
  in_report(c, 1, [](log::Report& report) {
    report.totals["requests"]["US"] = 7;
    report.totals["requests"]["all"] = 11;
  });
}
BROKEN("all is the sum", "total-all", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.totals["requests"]["all"] = 4; });
}
BROKEN("users affected are those of the packages", "total-users", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.totals["users_affected"] = {{"US", 1}, {"all", 1}}; });
}
BROKEN("a country moved to another fails", "total-country", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.totals["fulfilled"] = {{"CA", 1}, {"all", 1}}; });
}
BROKEN("pending requests are counted", "total-pending", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.totals["pending"] = {{"all", 0}}; });
}
BROKEN("the recodes of the period apply to by", "by-offence", 5, "") {
  in_report(c, 1,
            [](log::Report& report) { report.by["offence"] = {{"not_stated", 1}, {"terrorism", 2}, {"fraud", 2}}; });
}
BROKEN("a held request counts under -- in emergency", "by-emergency", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.by["emergency"] = {{"0", 4}, {"1", 1}}; });
}
BROKEN("the state at the close is the last decision of the chain", "by-outcome", 5, "") {
  in_report(c, 1, [](log::Report& report) {
    report.by["outcome"]["partial"] = 1;
    report.by["outcome"].erase("no_data");
  });
}
BROKEN("the policies named are listed", "policies", 5, "") {
  in_report(c, 2, [](log::Report& report) { report.policies = {"first-policy"}; });
}
BROKEN("a late recode is restated", "restated", 5, "recode A3") {
  in_report(c, 2, [](log::Report& report) { report.restated.clear(); });
}
BROKEN("a report is not published before its period ends", "published-early", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.published_at = at("2024-06-30T12:00:00Z"); });
}
BROKEN("the next report comes within 400 days of the period's end", "next-report-far", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.next_report = on("2025-08-06"); });
}
BROKEN("the next report comes after this one", "next-report-past", 5, "") {
  in_report(c, 1, [](log::Report& report) { report.next_report = on("2024-08-05"); });
}
BROKEN("a member that is unknown fails", "report-unknown-member", 5, "") {
  afterwards(c, 1, [](Files& files) { files["report.json"].insert(1, "\"extra\":1,"); });
}
BROKEN("a member that stands twice fails", "report-duplicate-member", 5, "") {
  afterwards(c, 1, [](Files& files) { files["report.json"].insert(1, "\"first_index\":0,"); });
}

// Rule 6
BROKEN("report.json changed after its entry was logged fails", "report-altered", 6, "") {
  afterwards(c, 1, [](Files& files) {
    std::string& text = files["report.json"];
    text.replace(text.find("2024-08-05T09:00:00Z"), 20, "2024-08-05T10:00:00Z");
  });
}
BROKEN("a file that is not the one report.json names fails", "file-hash", 6, "") {
  in_report(c, 1, [](log::Report& report) { report.files["before.checkpoint"][0] ^= 1; });
}
BROKEN("files names every file of the bundle", "files-incomplete", 6, "") {
  in_report(c, 1, [](log::Report& report) { report.files.erase("references.jsonl"); });
}
BROKEN("files names nothing else", "files-more", 6, "") {
  in_report(c, 1, [](log::Report& report) { report.files["notes.txt"] = {}; });
}
BROKEN("a dummies.key that files does not name fails", "dummies-key-unnamed", 6, "") {
  in_report(c, 1, [](log::Report& report) { report.files.erase("dummies.key"); });
}
BROKEN("a second report for one period fails", "report-twice", 6, "report X") {
  c.hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2) log.add("report X", draft({"report", "2024-01-01/2024-06-30", std::string(32, 'r')}));
  };
}
BROKEN("a report for a period that no close closed fails", "report-of-open-period", 6, "report X") {
  c.hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2) log.add("report X", draft({"report", "2024-07-01/2024-12-31", std::string(32, 'r')}));
  };
}
BROKEN("with several bundles a report for a period that is none of theirs fails", "report-of-no-period", 6,
       "report X") {
  c.hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2) log.add("report X", draft({"report", "2024-02-01/2024-03-31", std::string(32, 'r')}));
  };
}

BROKEN("a report for a part of the period that was closed before fails, with one bundle too", "report-of-part", 6,
       "report X") {
  c.hooks.extra = [](LogBuilder& log, int period) {
    if (period == 2) log.add("report X", draft({"report", "2024-02-01/2024-06-30", std::string(32, 'r')}));
  };
  c.periods = {2};
}

// Rule 7
BROKEN("a close that was cosigned before the period ended fails", "close-early", 7, "close 1") {
  seen_at(c, "close 1", "2024-06-30T12:00:00Z");
}
BROKEN("a close that was cosigned a week late fails", "close-late", 7, "close 1") {
  seen_at(c, "close 1", "2024-07-09T00:00:00Z");
}
BROKEN("three days without a cosigned checkpoint before the end fail", "gap-unexplained", 7, "close 2") {
  seen_at(c, "before 2", "2024-12-29T00:00:00Z");
}
BROKEN("a gap of over a week fails even with a late tick", "gap-too-long", 7, "close 2") {
  seen_at(c, "before 2", "2024-12-20T00:00:00Z");
  in_report(c, 2, [](log::Report& report) { report.late_ticks = {{at("2024-12-25T00:00:00Z"), 40, {}}}; });
}
BROKEN("a log that lost entries is smaller than an older checkpoint", "", 7, "") {
  c.options = [](verify::Options& options, const World&) {
    Hooks longer;
    longer.extra = [](LogBuilder& log, int period) {
      if (period == 2) log.dummies(5);
    };
    options.old_checkpoint = World(longer).log.last_checkpoint();
  };
}
BROKEN("an older checkpoint of a rewritten history is no prefix", "", 7, "") {
  c.options = [](verify::Options& options, const World& world) {
    Hooks other;
    other.entry = [](const std::string& name, std::string& entry) {
      if (name == "request B") entry[3] ^= 1;
    };
    options.old_checkpoint = World(other).log.checkpoint_at_most(world.log.index_of("close 1"));
  };
}

// Rule 8
BROKEN("one K for two periods fails", "dummies-key-twice", 8, "") { c.hooks.same_key = true; }
BROKEN("a request held in one bundle is held in all", "held-once", 8, "request H") {
  auto opened = std::make_shared<std::string>();
  c.hooks.held = {"request D"};
  c.hooks.files = [opened](int period, Files& files) {
    if (period != 2) return;
    Hooks honest;
    const std::string all = World(honest).log.bundles[0]["openings.jsonl"];
    const std::size_t at = all.find("\"BR\"");
    const std::size_t begin = all.rfind('\n', at) + 1;
    const std::string line = all.substr(begin, all.find('\n', at) + 1 - begin);
    std::string& text = files["references.jsonl"];
    const std::size_t held = text.find("salt8");
    const std::size_t first = text.rfind('\n', held) + 1;
    text.replace(first, text.find('\n', held) + 1 - first, line);
  };
  c.index = "request D";
}
