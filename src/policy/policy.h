// A dated decision table (domain.md section 3): parse, lint, decide, explain, diff. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/codes.h"
#include "legal/request.h"

namespace writ::policy {

/// What a policy is asked about. A field that the table names and that is not here is unknown.
struct Question {
  std::map<std::string, std::string> codes;  // instrument, offence, country, selector, emergency ("0"/"1") ...
  legal::Facts facts;                        // the bool fields
};

/// Codes of a request's own fields (instrument, offence, country, emergency, realtime, and selector if all its
/// selectors are of one kind) plus the facts that staff established.
Question question_of(const legal::Request& request, const legal::Facts& facts);

/// One field that decided.
struct Reason {
  std::string field;
  std::string value;      // what the request has
  std::string condition;  // what the rule asks: "is court_order or search_warrant"
  /// In words. Of a reason: "the order is valid, as the rule asks"; of a change: "the order is valid".
  std::string sentence;
};

/// The nearest other outcome: what would have to be different.
struct Nearest {
  std::string rule_id;
  legal::CodeSet disclose;
  std::string ground;
  std::string ground_words;  // in English
  std::vector<Reason> changes;  // field, value needed
};

struct Verdict {
  std::string policy_id;
  /// Empty when undecided: facts that are unknown matter, and `missing` names them.
  std::string rule_id;
  legal::CodeSet disclose;  // granted = asked and this
  std::string ground;       // code
  std::string ground_words;  // in English
  std::vector<Reason> because;
  std::vector<std::string> missing;
  std::vector<std::string> unknowns;  // the same in words: "whether the order is valid (valid_order)"
  std::optional<Nearest> nearest;
  bool decided() const { return !rule_id.empty(); }
};

/// "The order is valid", where a sentence of these begins a line.
std::string capitalised(std::string text);

/// One sentence a line: rule, facts, what would change it.
std::string explain(const Verdict& verdict);

/// A worked example of the policy file: what is asked, and the rule that must decide it.
struct Example {
  std::string title;
  Question question;
  std::string rule_id;
};

struct LintFinding {
  enum class Kind : std::uint8_t { gap, overlap, dead_rule, wrong_example };
  Kind kind;
  std::vector<std::string> rules;              // ids concerned
  std::map<std::string, std::string> example;  // a request that shows it; empty for a dead rule
  std::uint64_t combinations = 0;              // how many there are; 0 for a dead rule
  std::string message;
};

class Policy {
 public:
  /// `name` (a file name) stands in errors, with line, field, value and rule.
  static base::Result<Policy> parse(std::string_view toml, std::string_view name);
  Policy(Policy&&) noexcept;
  Policy& operator=(Policy&&) noexcept;
  Policy(const Policy&);
  Policy& operator=(const Policy&);
  ~Policy();

  const std::string& id() const;  // CODE
  const std::string& title() const;
  const std::string& source() const;
  base::Day effective() const;
  const std::string& text() const;  // the file's bytes; their SHA-256 stands in the log

  const std::vector<Example>& examples() const;
  /// Whether `value` is one of the field's (a code of its vocabulary; true or false of a fact). invalid if there is no
  /// such field.
  base::Result<bool> knows(std::string_view field, std::string_view value) const;
  std::size_t rule_count() const;
  /// What an own ground of this policy says in a language (BCP 47; English where it is none of the five); nullopt if the
  /// code is none of its own.
  std::optional<std::string> own_ground(std::string_view code, std::string_view language) const;

  /// What a person must establish: the true-or-false fields, in the file's order, in words.
  struct FactWords {
    std::string name;   // "valid_order"
    std::string holds;  // "the order is valid"
    std::string fails;  // "the order is not valid"
  };
  std::vector<FactWords> facts() const;

  /// On which instruments the data of `category` can be given at all, everything else being as a rule asks.
  struct Reach {
    bool given = false;              // by some rule
    bool every = false;              // some rule gives it whatever the instrument is
    std::vector<std::string> codes;  // of legal::instruments(), in that order
  };
  Reach reach_of(std::string_view category) const;

  /// If every completion of the unknown fields is decided alike, that decides; else `missing` names those that matter.
  Verdict decide(const Question& question) const;

  /// The fast way for many requests: a question looked up once, then decided by index alone.
  struct Prepared {
    std::vector<std::uint16_t> values;  // by field
  };
  Prepared prepare(const Question& question) const;
  /// The rule that decides, as decide() does; nullopt = undecided.
  std::optional<std::size_t> rule_of(const Prepared& prepared) const;
  const std::string& rule_id(std::size_t rule) const;

  /// Empty = every combination of the named fields is decided by exactly one rule. invalid if there are more than 2^24
  /// combinations: the error names the field to coarsen.
  base::Result<std::vector<LintFinding>> lint() const;

  struct Table;
  const Table& table() const { return *table_; }

 private:
  explicit Policy(std::unique_ptr<Table> table);
  std::unique_ptr<Table> table_;
};

/// What decides some requests otherwise than before, as values for pages in other languages, and in an English
/// sentence.
struct Difference {
  /// What the requests are told apart by, "offence"; empty: they are not.
  std::string field;
  enum class Whom : std::uint8_t { every, these, all_but } whom = Whom::every;
  /// Of `these` and `all_but`: a code, or where there are many the words that each policy has for the group.
  struct Label {
    std::string code;
    std::string before, after;
    std::string words;  // English
    bool operator==(const Label&) const = default;
  };
  std::vector<Label> labels;
  std::vector<std::string> before, after;  // ids of the rules that may decide them, in the order of the files
  std::string sentence;                    // "Fraud: was refused (...); now phone number on a court order (rule give)."
};
/// Empty = nothing changes. invalid if a table is not clean, or both together are too large to be walked.
base::Result<std::vector<Difference>> differences(const Policy& before, const Policy& after);
/// The sentences alone.
base::Result<std::vector<std::string>> diff(const Policy& before, const Policy& after);

}  // namespace writ::policy
