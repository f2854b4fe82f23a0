#include "legal/vocabulary.h"

#include <algorithm>

namespace writ::legal {

namespace {

constexpr Word instrument_words[] = {
    {"subpoena", "Subpoena", "A demand for records without a judge's order (US: 18 USC 2703(c)(2))."},
    {"court_order", "Court order", "An order signed by a judge (US: 18 USC 2703(d))."},
    {"search_warrant", "Search warrant", "A warrant on probable cause."},
    {"production_order", "European Production Order", "Regulation (EU) 2023/1543 Art. 5 (EPOC)."},
    {"preservation_order", "European Preservation Order", "Regulation (EU) 2023/1543 Art. 6 (EPOC-PR)."},
    {"preservation_letter", "Preservation letter", "18 USC 2703(f): keep, for 90 days."},
    {"emergency_disclosure", "Emergency disclosure", "A demand because of danger to life (US: 18 USC 2702(c)(4))."},
    {"mlat", "Mutual legal assistance", "Served by the state that executes another state's request."},
    {"copo", "UK overseas production order", "Crime (Overseas Production Orders) Act 2019: 7 days."},
    {"dsa_order", "Order under DSA Art. 10", "Regulation (EU) 2022/2065 Art. 10."},
    {"other", "Other instrument", "Any other legal demand."},
};

constexpr Word offence_words[] = {
    {"terrorism", "Terrorism", "Terrorism and its financing."},
    {"child_abuse", "Child sexual abuse", "Child sexual abuse and its material."},
    {"fraud", "Fraud", "Fraud, scams and theft by deception."},
    {"drugs", "Drugs", "Trafficking in drugs."},
    {"cybercrime", "Cybercrime", "Attacks on information systems, extortion by software."},
    {"violence", "Violence", "Homicide, assault, threats to life."},
    {"trafficking", "Human trafficking", "Trafficking in human beings and smuggling."},
    {"organised_crime", "Organised crime", "Criminal organisations, money laundering."},
    {"weapons", "Weapons", "Illicit trade in weapons."},
    {"hate", "Hate crime", "Incitement to hatred or violence against a group."},
    {"defamation", "Defamation", "Insult and defamation."},
    {"political", "Political offence", "Acts that are punished as political."},
    {"other", "Other offence", "An offence of no other group."},
    {"not_stated", "Not stated", "The requester named none."},
};

constexpr Word category_words[] = {
    {"device", "Device", "Model and application version of a session."},
    {"email", "E-mail address", "E-mail address tied to the account."},
    {"ip_address", "IP address", "Addresses seen with the account, each with its time stamp."},
    {"last_seen", "Last seen", "When the account was last seen."},
    {"phone_number", "Phone number", "Phone number tied to the account, in E.164."},
    {"registration_date", "Registration date", "When the account was made."},
    {"user_name", "User name", "Public name of the account."},
};

constexpr Word ground_words[] = {
    {"conditions_met", "Conditions met", "Every condition of the policy is met."},
    {"not_offered", "Not offered", "Nothing that was asked is among what the policy gives."},
    {"offence_not_covered", "Offence not covered", "The policy gives nothing for this offence group."},
    {"instrument_insufficient", "Instrument not sufficient", "The policy needs another instrument."},
    {"suspect_not_confirmed", "Suspect not confirmed", "The order does not confirm that the account belongs to a suspect."},
    {"no_judicial_authority", "No judicial authority", "The order does not come from a judicial authority."},
    {"order_not_valid", "Order not valid", "The order is not valid in form or in time."},
    {"terms_not_violated", "Terms not violated", "The act does not violate the provider's terms."},
    {"legal_analysis_open", "Legal analysis open", "The legal analysis is missing or advises against it."},
    {"not_held", "Not held", "Nothing that was asked is held."},
    {"withdrawn_by_authority", "Withdrawn", "The authority withdrew its request."},
    {"duplicate_of_other", "Duplicate", "The same order was received before."},
    {"not_authentic", "Not authentic", "The request could not be shown to come from the authority."},
    {"clarification_unanswered", "Clarification not answered", "The authority did not answer a question in time."},
    {"human_rights", "Human rights", "Disclosure would violate fundamental rights."},
    {"staff_override", "Decided otherwise", "Staff deviated from the policy's recommendation, with a written ground."},
};

constexpr Word outcome_words[] = {
    {"full", "Disclosed in full", "Every category asked was granted for every selector."},
    {"partial", "Disclosed in part", "Some of what was asked was granted."},
    {"refused", "Refused", "Nothing was granted."},
    {"no_data", "No data", "Granted, but nothing was held."},
    {"withdrawn", "Withdrawn", "The authority withdrew."},
    {"duplicate", "Duplicate", "The same order was received before."},
    {"not_authentic", "Not authentic", "Not from the authority it claims."},
};

constexpr Word holding_words[] = {
    {"held", "Held", "Rows of this category exist and are given."},
    {"none_in_period", "None in period", "The category is kept, but there is nothing in the period asked."},
    {"not_held_by_design", "Not held by design", "The service does not keep this category."},
    {"expired", "Expired", "Was kept and is past its retention."},
    {"source_unavailable", "Source unavailable", "The source could not be read. Nothing is said about what it holds."},
};

}  // namespace

std::span<const Word> instruments() { return instrument_words; }
std::span<const Word> offences() { return offence_words; }
std::span<const Word> categories() { return category_words; }
std::span<const Word> grounds() { return ground_words; }
std::span<const Word> outcomes() { return outcome_words; }
std::span<const Word> holdings() { return holding_words; }

const Word* find_word(std::span<const Word> words, std::string_view code) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.code == code; });
  return found == words.end() ? nullptr : &*found;
}

std::string_view eu_class(std::string_view category) {
  if (category == "ip_address") return "identification_only";
  if (category == "last_seen" || category == "device") return "traffic";
  return "subscriber";
}

bool is_preservation(std::string_view instrument) { return instrument.starts_with("preservation_"); }

}  // namespace writ::legal
