#include <algorithm>

#include "notice/notice.h"

namespace writ::notice {

namespace {

bool binds(const Gag& gag, base::Time at) { return gag.start <= at && (!gag.end || *gag.end > at); }

const Gag* binding(const std::vector<Gag>& gags, base::Time at) {
  // One without end decides alone, so it is found first.
  const auto endless =
      std::find_if(gags.begin(), gags.end(), [&](const Gag& gag) { return !gag.end && binds(gag, at); });
  if (endless != gags.end()) return &*endless;
  const auto found = std::find_if(gags.begin(), gags.end(), [&](const Gag& gag) { return binds(gag, at); });
  return found == gags.end() ? nullptr : &*found;
}

/// 00:00 UTC of the day after the one on which it last bound; never before `end`.
base::Time day_after(base::Time end) {
  return base::Time(base::day_of(end - std::chrono::seconds(1)) + std::chrono::days(1));
}

base::Result<> check(const std::vector<Gag>& gags) {
  for (std::size_t i = 0; i < gags.size(); ++i) {
    const std::string field = "gags[" + std::to_string(i) + "]";
    if (gags[i].court.empty())
      return base::invalid(field + ".court", "", "must name who imposed it: nothing else binds");
    if (gags[i].end && *gags[i].end <= gags[i].start) {
      return base::invalid(field + ".end", base::format_time(*gags[i].end), "must be after its start");
    }
  }
  return {};
}

bool is_european_order(std::string_view instrument) {
  return instrument == "production_order" || instrument == "preservation_order";
}

Plan barred(std::string reason, std::optional<Gag> gag = std::nullopt) {
  return {Duty::must_not, std::nullopt, std::move(reason), "barred", std::move(gag)};
}

}  // namespace

std::string_view name_of(Duty duty) {
  switch (duty) {
    case Duty::must_notify:
      return "must_notify";
    case Duty::may_notify:
      return "may_notify";
    case Duty::must_not:
      return "must_not";
    case Duty::must_not_yet:
      return "must_not_yet";
  }
  return "";
}

std::optional<Duty> duty_of(std::string_view name) {
  for (const Duty duty : {Duty::must_notify, Duty::may_notify, Duty::must_not, Duty::must_not_yet}) {
    if (name_of(duty) == name) return duty;
  }
  return std::nullopt;
}

std::string_view name_of(Gag::Kind kind) {
  switch (kind) {
    case Gag::Kind::court_order:
      return "court_order";
    case Gag::Kind::prosecutor_order:
      return "prosecutor_order";
    case Gag::Kind::statute:
      return "statute";
  }
  return "";
}

std::optional<Gag::Kind> gag_kind(std::string_view name) {
  for (const Gag::Kind kind : {Gag::Kind::court_order, Gag::Kind::prosecutor_order, Gag::Kind::statute}) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

base::Result<Plan> decide_notice(const Situation& situation) {
  TRY_VOID(check(situation.gags));
  if (is_european_order(situation.instrument)) {
    return barred(
        "The issuing authority informs the user, and the provider keeps secrecy: Regulation (EU) 2023/1543 Art. 13(1) "
        "and "
        "13(4).");
  }
  // The day after one gag may lie within the next.
  base::Time due = situation.delivered_at;
  const Gag* last = nullptr;
  while (const Gag* gag = binding(situation.gags, due)) {
    if (!gag->end) return barred(gag->court + " forbade it without an end.", *gag);
    last = gag;
    due = day_after(*gag->end);
  }
  if (last != nullptr && situation.promised) {
    return Plan{Duty::must_not_yet, due,
                last->court + " forbade it until " + base::format_time(*last->end) + "; the notice goes out on " +
                    base::format_day(base::day_of(due)) + ".",
                "delayed", *last};
  }
  if (last != nullptr) {
    return Plan{Duty::must_not_yet, std::nullopt,
                last->court + " forbade it until " + base::format_time(*last->end) + "; after that, staff choose.",
                "delayed", *last};
  }
  const bool only_asked = situation.asked.secrecy;
  const std::string asked = only_asked ? " The authority asked for secrecy, but nothing that binds was shown." : "";
  if (!situation.promised)
    return Plan{Duty::may_notify, std::nullopt, "No rule asks for it or forbids it." + asked, "",
                std::nullopt,     only_asked};
  return Plan{Duty::must_notify, due,          "Nothing that binds forbids it, and the provider promises it." + asked,
              "given",           std::nullopt, only_asked};
}

}  // namespace writ::notice
