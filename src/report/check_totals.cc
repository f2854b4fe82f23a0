// The site prints what it counted itself; before that it must agree with what the provider signed.
#include "legal/codes.h"
#include "report/tables.h"

namespace writ::report {

using base::Errc;
using base::fail;
using base::Result;

namespace {

constexpr std::pair<const char*, std::uint64_t Counts::*> measures[] = {{"requests", &Counts::requests},
                                                                        {"fulfilled", &Counts::fulfilled},
                                                                        {"users_affected", &Counts::users_affected},
                                                                        {"disclosures", &Counts::disclosures},
                                                                        {"pending", &Counts::pending},
                                                                        {"preservations", &Counts::preservations}};

constexpr std::pair<const char*, Codes Counts::*> dimensions[] = {
    {"instrument", &Counts::instrument},         {"offence", &Counts::offence},
    {"emergency", &Counts::emergency},           {"outcome", &Counts::outcome},
    {"data_disclosed", &Counts::data_disclosed}, {"notice", &Counts::notice}};

Result<> same(const std::string& member, const Codes& said, const Codes& found) {
  const auto differs = [&](const std::string& code, std::uint64_t a, std::uint64_t b) {
    return fail(Errc::corrupt, "report.json " + member + "." + code, std::to_string(a),
                "the rows of the bundle give " + std::to_string(b));
  };
  for (const auto& [code, count] : said) {
    const auto row = found.find(code);
    if (row == found.end() || row->second != count) return differs(code, count, row == found.end() ? 0 : row->second);
  }
  for (const auto& [code, count] : found)
    if (count > 0 && !said.contains(code)) return differs(code, 0, count);
  return {};
}

const Codes& member_of(const std::map<std::string, Codes>& members, const char* name) {
  static const Codes none;
  const auto found = members.find(name);
  return found == members.end() ? none : found->second;
}

}  // namespace

Result<> check_totals(const log::Report& published, const Tables& tables) {
  for (const auto& [name, measure] : measures) {
    Codes found;
    for (const auto& [country, counts] : tables.countries)
      if (counts.*measure > 0) found[country] = counts.*measure;
    found["all"] = tables.all.*measure;
    TRY_VOID(same(std::string("totals.") + name, member_of(published.totals, name), found));
  }
  for (const auto& [name, dimension] : dimensions)
    TRY_VOID(same(std::string("by.") + name, member_of(published.by, name), tables.all.*dimension));
  return {};
}

}  // namespace writ::report
