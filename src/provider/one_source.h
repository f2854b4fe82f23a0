// A question to one source. Inside of the room.
#pragma once

#include <memory>
#include <vector>

#include "provider/asking.h"
#include "provider/selector_rules.h"

namespace writ::provider {

/// AskingOptions, parsed.
struct AskingRules {
  HoldingsProfile holdings;
  std::size_t candidates_max = 10;
  SelectorRules selectors;
  Audit audit;
};

class OneSource {
 public:
  OneSource(std::unique_ptr<Source> source, std::shared_ptr<const AskingRules> rules)
      : source_(std::move(source)), rules_(std::move(rules)) {}

  const SourceFacts& facts() const { return source_->facts(); }
  bool takes(legal::SelectorKind kind) const { return facts().selectors.contains(kind); }
  /// Can an address with a port name somebody here? Not one that many share, where no ports are kept.
  bool singles_out(const legal::Selector& selector) const {
    return selector.kind != legal::SelectorKind::ip_address || facts().ports ||
           !rules_->selectors.shared_addresses.contains(selector.value);
  }
  /// invalid: a rule that needs no data refuses it.
  base::Result<std::optional<legal::Window>> check(const Question& question) const;
  /// Leaves a record, also of a question that was refused or failed.
  base::Result<Answer> ask(const Question& question);

 private:
  struct Asked;  // what a question comes to, for the functions below
  base::Result<Answer> read(const Question& question, std::int64_t& rows_read);
  base::Result<Answer> answer_from(const Asked& asked);
  base::Result<std::vector<AccountRow>> find(const Asked& asked, std::string& note);
  base::Result<std::vector<AccountRow>> find_by_address(const Asked& asked, std::string& note);
  base::Result<CategoryAnswer> of_category(const std::string& category, const AccountRow& account, const Asked& asked);
  base::Result<CategoryAnswer> of_time(const std::string& category, const AccountRow& account, const Asked& asked,
                                       const CategoryFacts& category_facts);
  std::string without_port_note(std::vector<AccountRow>& found, const std::string& address) const;
  std::optional<int> retention_days(const HoldingsRule& rule) const;
  void put_on_file(const Question& question, const base::Result<Answer>& answer, std::int64_t rows,
                   std::chrono::steady_clock::time_point start) const;

  std::unique_ptr<Source> source_;
  std::shared_ptr<const AskingRules> rules_;
};

}  // namespace writ::provider
