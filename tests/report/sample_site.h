// Two small periods with every kind of row, and the totals that follow from them, counted by hand.
#pragma once

#include <optional>
#include <string>

#include "report/site.h"
#include "sample_log.h"

namespace writ::report_test {

inline constexpr const char* sample_origin = "log.example/test";

inline const std::string old_policy = R"(schema = "writ-policy/v1"
id = "old-2018"
title = "Court orders against terror suspects"
effective = 2018-08-28
source = "written for this test"
[fields]
offence = "@offence"
suspect_confirmed = "bool"
[[rule]]
id = "give"
when = { offence = "terrorism", suspect_confirmed = true }
disclose = ["ip_address", "phone_number"]
ground = "conditions_met"
[[rule]]
id = "other-offence"
when = { offence = { not = ["terrorism"] } }
disclose = []
ground = "offence_not_covered"
[[rule]]
id = "no-suspect"
when = { offence = "terrorism", suspect_confirmed = false }
disclose = []
ground = "suspect_not_confirmed"
)";

/// The title is what a hostile author would write.
inline const std::string new_policy = R"(schema = "writ-policy/v1"
id = "new-2024"
title = "<script>alert('x')</script> & \"quotes\""
effective = 2024-09-24
source = "</p><img src=x onerror=alert(1)>"
[fields]
suspect_confirmed = "bool"
[[rule]]
id = "give"
when = { suspect_confirmed = true }
disclose = ["phone_number"]
ground = "conditions_met"
[[rule]]
id = "no-suspect"
when = { suspect_confirmed = false }
disclose = []
ground = "suspect_not_confirmed"
note = "<b>bold</b>"
)";

inline const std::string first_report =
    R"("totals":{"requests":{"DE":1,"FR":1,"US":2,"--":1,"all":5},"fulfilled":{"US":1,"--":1,"all":2},)"
    R"("users_affected":{"US":3,"--":1,"all":4},"disclosures":{"US":1,"--":1,"all":2},"pending":{"FR":1,"all":1},"preservations":{"DE":1,"all":1}},)"
    R"("by":{"instrument":{"--":1,"court_order":2,"preservation_letter":1,"subpoena":1},"offence":{"--":1,"drugs":1,"fraud":1,"not_stated":1,"terrorism":1},)"
    R"("emergency":{"--":1,"0":3,"1":1},"outcome":{"full":1,"partial":1,"pending":1,"refused":2},"data_disclosed":{"ip_address":1,"phone_number":2},)"
    R"("notice":{"given":1}},"restated":[])";

inline const std::string second_totals =
    R"("totals":{"requests":{"US":2,"all":2},"fulfilled":{"FR":1,"US":1,"all":2},"users_affected":{"FR":2,"US":5,"all":7},)"
    R"("disclosures":{"FR":1,"US":2,"all":3},"pending":{"all":0},"preservations":{"all":0}},)"
    R"("by":{"instrument":{"court_order":2},"offence":{"cybercrime":1,"fraud":1},"emergency":{"0":2},"outcome":{"full":1,"no_data":1},)"
    R"("data_disclosed":{"ip_address":1,"phone_number":2},"notice":{"delayed":1}},)";

struct Sample {
  MemoryFiles files;
  report::SiteOptions options;
};

/// `held_country` and `held_instrument` stand in the log alone: the row is held.
inline Sample sample_site(const std::string& held_country = "GB", const std::string& held_instrument = "search_warrant") {
  Sample sample;
  SampleLog log;
  const std::string both = "ip_address,phone_number";
  const base::Hash old_entry = log.policy("old-2018", old_policy, "2018-08-28");
  const base::Hash new_entry = log.policy("new-2024", new_policy, "2024-09-24");
  const base::Hash r1 = log.request("US", "court_order", "terrorism", both);
  const base::Hash r2 = log.request("US", "subpoena", "fraud", "", "1");
  const base::Hash r3 = log.request("FR", "court_order", "drugs", "ip_address");
  const base::Hash held = log.request(held_country, held_instrument, "terrorism", both, "0", true);
  const base::Hash kept = log.request("DE", "preservation_letter", "not_stated", "ip_address");
  const base::Hash d1 = log.decision(r1, "full", "conditions_met", both, old_entry, "3");
  log.disclosure(r1, both, 3, d1);
  log.notice(r1, "given");
  log.decision(r2, "refused", "instrument_insufficient", "", old_entry, "1");
  const base::Hash dh = log.decision(held, "partial", "conditions_met", "phone_number", old_entry, "4");
  log.disclosure(held, "phone_number", 1, dh);
  log.decision(kept, "refused", "not_offered", "", old_entry, "2");
  log.close(sample.files, "/b/1", sample_origin, "2024-01-01/2024-09-30", "", {}, "2024-11-01T00:00:00Z", "2025-02-01",
            R"(["old-2018"])", first_report,
            R"({"national_security":{"low":0,"high":249,"law":"<i>50 USC 1874</i>"},"before_the_log":null,"emergencies":{"days_for_process":7,"answered":{"US":2},"process_never_sent":{"US":1}}})");
  const base::Hash first_close = log.last_close();

  log.add(
      {"report", "2024-01-01/2024-09-30", log::hash_value(crypto::sha256(sample.files.content["/b/1/report.json"]))});
  const base::Hash d3 = log.decision(r3, "full", "conditions_met", "ip_address", old_entry, "40");
  log.disclosure(r3, "ip_address", 2, d3);
  const base::Hash a = log.request("US", "court_order", "fraud", "phone_number");
  const base::Hash b = log.request("US", "court_order", "fraud", "phone_number");
  log.add({"recode", log::hash_value(a), "11", "cybercrime", "document_says", ""});
  const base::Hash da = log.decision(a, "full", "conditions_met", "phone_number", new_entry, "2");
  const base::Hash first_package = log.disclosure(a, "phone_number", 4, da);
  const base::Hash da2 = log.decision(a, "full", "conditions_met", "phone_number", new_entry, "5", log::hash_value(da));
  log.disclosure(a, "phone_number", 1, da2, log::hash_value(first_package));
  const base::Hash db = log.decision(b, "full", "conditions_met", "phone_number", new_entry, "1");
  log.decision(b, "no_data", "not_held", "", new_entry, "6", log::hash_value(db));
  const std::string late = std::to_string(log.next());
  log.add({"recode", log::hash_value(r2), "11", "cybercrime", "document_says", ""});
  log.notice(a, "delayed");
  const std::string restated = R"("restated":[{"index":)" + late + R"(,"request":"0x)" + base::to_hex(r2) +
                               R"(","position":11,"value":"cybercrime","reason":"document_says"}])";
  log.close(sample.files, "/b/2", sample_origin, "2024-10-01/2024-12-31", log::hash_value(first_close),
            {old_entry, new_entry, r2, r3, first_close}, "2025-02-01T00:00:00Z", "2025-05-01",
            R"(["new-2024","old-2018"])", second_totals + restated);

  sample.options.provider_name = "Example <Messenger> & Co";
  sample.options.origin = sample_origin;
  sample.options.synthetic = true;
  sample.options.made_at = *base::parse_time("2025-02-01T00:00:00Z");
  sample.options.bundles = {"/b/2", "/b/1"};
  for (const auto* text : {&new_policy, &old_policy})
    sample.options.policies.push_back(*policy::Policy::parse(*text, "policy.toml"));
  return sample;
}

/// The site's files by path; fails the test if there are none.
inline std::map<std::string, std::string> made(const Sample& sample) {
  auto files = report::make_site(sample.files, sample.options);
  if (!files) throw std::runtime_error(files.error().message());
  return {files->begin(), files->end()};
}

}  // namespace writ::report_test
