// The observatory's own database: observations, what was found in the files, and which files they came from.
#pragma once

#include "base/files.h"
#include "base/result.h"
#include "observatory/table.h"
#include "store/db.h"

namespace writ::observatory {

struct Source {
  std::string file;
  std::string family;
  std::uint64_t rows_read = 0;
  std::uint64_t rows_refused = 0;
  std::map<std::string, std::uint64_t> refused_by_rule;
};

/// Empty = any.
struct Filter {
  std::string platform;
  std::string country;
  std::string measure;
};

class Store {
 public:
  /// unavailable or corrupt as store::Db; not_found if `create` is false and there is no such file.
  static base::Result<Store> open(const base::Path& path, bool create);
  static base::Result<Store> in_memory();

  /// In one transaction. What an earlier import gave under the name of one of these files is replaced.
  base::Result<> put(const std::vector<Import>& imports);
  /// Ascending by platform, country, first day, last day, measure, source file, line, record.
  base::Result<std::vector<Observation>> observations(const Filter& filter = {});
  /// In the order of the files.
  base::Result<std::vector<Finding>> findings();
  base::Result<std::vector<Source>> sources();

 private:
  explicit Store(store::Db db) : db_(std::move(db)) {}
  base::Result<> put_one(const Import& import);

  store::Db db_;
};

}  // namespace writ::observatory
