// The server with a fake backend, for tests over real sockets: http_test_server NAME=VALUE... Prints its port; SIGTERM
// stops it. /test/sleep?ms=N answers after N ms, /test/echo gives method, path and body back, /test/big?bytes=N a large
// answer.
#include <pthread.h>
#include <signal.h>

#include <charconv>
#include <cstdio>
#include <string_view>
#include <thread>

#include "fake_backend.h"
#include "http/front.h"

using namespace writ;

namespace {

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

http::Response plain(std::string body) {
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

http::Response test_page(const http::Request& request) {
  if (request.path == "/test/sleep") {
    std::this_thread::sleep_for(std::chrono::milliseconds(number(request.query.at("ms"))));
    return plain("slept\n");
  }
  if (request.path == "/test/big") return plain(std::string(number(request.query.at("bytes")), 'b'));
  if (request.path == "/test/throw") throw std::runtime_error("a bug");
  if (request.path == "/test/split") {
    http::Response response = plain("");
    response.headers["Location"] = "/\r\nSet-Cookie: a=b";
    return response;
  }
  return plain(request.method + " " + request.path + " " + request.body);
}

/// What a face would say, in one line.
std::optional<http::Response> refusal_page(const http::Refused& refused) {
  if (refused.accept.find("text/html") == std::string::npos) return std::nullopt;
  http::Response response = plain(std::to_string(refused.status) + " at " + refused.path + " in " + refused.accept_language);
  response.status = refused.status;
  return response;
}

void apply(http::ServerLimits& limits, std::string& folder, std::string_view argument) {
  const auto equals = argument.find('=');
  const auto name = argument.substr(0, equals);
  const auto value = equals == std::string_view::npos ? "" : argument.substr(equals + 1);
  const std::chrono::seconds seconds(number(value));
  if (name == "folder") folder = value;
  if (name == "header") limits.header_bytes_max = number(value);
  if (name == "body") limits.body_bytes_max = number(value);
  if (name == "bodies") limits.body_bytes_total_max = number(value);
  if (name == "connections") limits.connections_max = number(value);
  if (name == "threads") limits.threads = static_cast<unsigned>(number(value));
  if (name == "queue") limits.queue_max = number(value);
  if (name == "read") limits.read_time_max = seconds;
  if (name == "idle") limits.idle_time_max = seconds;
  if (name == "write") limits.write_time_max = seconds;
  if (name == "stop") limits.stop_time_max = seconds;
}

}  // namespace

int main(int count, char** arguments) {
  // Blocked before any thread starts, so that only the thread that waits for it gets it.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);

  http::ServerLimits limits;
  std::string folder = ".";
  for (int i = 1; i < count; ++i) apply(limits, folder, arguments[i]);
  http::FakeBackend backend;
  const base::SystemClock clock;
  const http::Api api(backend, clock);
  const http::Handler site = http::front(api, http::StaticFiles({{"/", folder, false}}));
  auto server = http::Server::listen("127.0.0.1", 0, limits, [&](const http::Request& request) {
    return request.path.starts_with("/test/") ? test_page(request) : site(request);
  }, refusal_page);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message().c_str());
    return 2;
  }
  std::printf("%u\n", (*server)->port());
  std::fflush(stdout);
  std::jthread signals([&] {
    int signal = 0;
    sigwait(&set, &signal);
    (*server)->stop();
  });
  (*server)->run();
  std::printf("stopped\n");
  return 0;
}
