// `writ provider`: what the operator installs on the messenger's database, and whether a connection is fit for use.
#pragma once

#include <string>

namespace writ::cli {

struct ProviderSqlArguments {
  std::string server;  // synapse, mas or teamgram
  std::string tables;  // empty: the server's usual name
  std::string role = "writ_reader";
  std::string owner = "writ_owner";
  std::string host = "localhost";
};

struct ProviderCheckArguments {
  std::string file;
  bool json = false;
};

int run_provider_sql(const ProviderSqlArguments& arguments);
/// 0: nothing is wrong. 1: something is. 2: the file cannot be read, so nothing is said.
int run_provider_check(const ProviderCheckArguments& arguments);

}  // namespace writ::cli
