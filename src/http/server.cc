// One thread does all input and output as coroutines; handlers run on a WorkerPool. So no connection ever holds a
// thread, and nothing here needs a lock.
#include "http/server.h"

#include <unistd.h>

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <set>
#include <typeinfo>

#include "base/clock.h"
#include "http/incoming.h"
#include "http/problem.h"
#include "http/wire.h"
#include "http/worker_pool.h"

namespace writ::http {

namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

constexpr std::size_t piece_bytes = 64 * 1024;  // of an answer, and of reading a body
constexpr std::size_t refusals_max = 64;        // connections over the limit that are told so at a time; others are cut
constexpr std::chrono::seconds linger_time_max{2};      // for a peer to read why it was refused before it is reset
constexpr std::chrono::milliseconds accept_pause{100};  // when descriptors have run out

class Session;

/// What the connections share. Touched by the input-output thread only.
struct Shared {
  Shared(const ServerLimits& limits_given, Handler handler_given, RefusalPage page_given)
      : limits(limits_given), handler(std::move(handler_given)), refusal_page(std::move(page_given)) {}

  const ServerLimits limits;
  const Handler handler;
  const RefusalPage refusal_page;
  std::set<Session*> sessions;
  std::size_t refusals = 0;    // of the sessions, those that are only told that there are too many
  std::size_t body_bytes = 0;  // held for all connections
  bool stopping = false;
  asio::io_context io{1};                             // after what the sessions that it destroys look at
  WorkerPool pool{limits.threads, limits.queue_max};  // last: joined before what its jobs post to is gone
};

Response run_handler(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& error) {
    // Its type only: what() may hold what the requester sent.
    std::fprintf(stderr, "http: a handler threw %s\n", typeid(error).name());
    return problem(500, "The server failed. The operator's log has the reason.", request.path);
  }
}

/// Memory for one request's body, out of what all connections share.
class BodyBudget {
 public:
  explicit BodyBudget(Shared& shared) : shared_(shared) {}
  ~BodyBudget() { shared_.body_bytes -= taken_; }
  BodyBudget(const BodyBudget&) = delete;
  BodyBudget& operator=(const BodyBudget&) = delete;

  bool grow_to(std::size_t bytes) {
    if (bytes <= taken_) return true;
    if (shared_.body_bytes + (bytes - taken_) > shared_.limits.body_bytes_total_max) return false;
    shared_.body_bytes += bytes - taken_;
    taken_ = bytes;
    return true;
  }

 private:
  Shared& shared_;
  std::size_t taken_ = 0;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Shared& shared, tcp::socket socket, bool refused)
      : shared_(shared), socket_(std::move(socket)), deadline_(shared.io), refused_(refused) {
    shared_.sessions.insert(this);
    if (refused_) ++shared_.refusals;
  }
  ~Session() {
    shared_.sessions.erase(this);
    if (refused_) --shared_.refusals;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  static awaitable<void> serve(std::shared_ptr<Session> session) {
    try {
      if (session->refused_) {
        co_await session->refuse(problem(503, "Too many connections.", ""), "");
      } else {
        while (co_await session->serve_one()) {
        }
      }
    } catch (const std::exception& error) {
      // Out of memory: this connection ends, the others go on.
      std::fprintf(stderr, "http: a connection failed with %s\n", typeid(error).name());
    }
    session->close();
  }

  void close_if_idle() {
    if (idle_) close();
  }
  void close() {
    beast::error_code ignored;
    socket_.close(ignored);
    deadline_.cancel();
  }

 private:
  /// False: this connection has ended.
  awaitable<bool> serve_one() {
    if (!co_await wait_for_first_byte()) co_return false;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes_max));
    parser.body_limit(shared_.limits.body_bytes_max);
    BodyBudget budget(shared_);
    if (const auto fault = co_await read_request(parser, budget)) {
      if (fault->status != 0) co_await refuse(refusal(*fault, parser), to_string(parser.get().method_string()));
      co_return false;
    }
    auto target = parse_target(std::string_view(parser.get().target().data(), parser.get().target().size()));
    const bool may_keep = parser.keep_alive();
    const std::string method = to_string(parser.get().method_string());
    Response response;
    if (!target) {
      const base::Error& error = target.error();
      response = problem(400, error.message(), "", BrokenRule{error.field, error.value, error.rule});
    } else if (!shared_.pool.has_room()) {
      response = refusal({503, "Too many requests are waiting."}, parser);
    } else {
      response = co_await answer(to_request(parser, std::move(*target)));
    }
    const bool keep = may_keep && !shared_.stopping;
    co_return co_await write(std::move(response), method, keep) && keep;
  }

  /// For whom asks as a person, a page; with whatever of the request has come.
  Response refusal(const Fault& fault, const Parser& parser) const {
    using beast::http::field;
    const auto& head = parser.get();
    auto target = parse_target(std::string_view(head.target().data(), head.target().size()));
    const std::string path = target ? std::move(target->path) : std::string();
    if (shared_.refusal_page) {
      auto page = shared_.refusal_page(
          {fault.status, path, to_string(head[field::accept]), to_string(head[field::accept_language])});
      if (page) return *std::move(page);
    }
    return problem(fault.status, fault.detail, path, fault.broken);
  }

  /// Line ends between requests are skipped (RFC 9112 section 2.2).
  awaitable<bool> wait_for_first_byte() {
    arm(shared_.limits.idle_time_max);
    idle_ = true;
    bool more = !shared_.stopping;
    while (more) {
      while (buffer_.size() > 0 && is_line_end(*static_cast<const char*>(buffer_.data().data()))) buffer_.consume(1);
      if (buffer_.size() > 0) break;
      more = co_await read_some();
    }
    idle_ = false;
    co_return more;
  }
  static bool is_line_end(char c) { return c == '\r' || c == '\n'; }

  awaitable<std::optional<Fault>> read_request(Parser& parser, BodyBudget& budget) {
    arm(shared_.limits.read_time_max);
    head_bytes_ = 0;
    while (!parser.is_header_done()) {
      if (auto fault = co_await feed(parser)) co_return fault;
    }
    if (auto fault = check_fields(parser.get())) co_return fault;
    const auto length = parser.content_length();
    if (length && !budget.grow_to(*length)) co_return Fault{503, "Too much is being sent at the same time."};
    if (!parser.is_done() && parser.get().count(beast::http::field::expect) > 0 && buffer_.size() == 0) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      if (!co_await write_all(asio::buffer(go_on.data(), go_on.size()))) co_return Fault{};
      arm(shared_.limits.read_time_max);
    }
    parser.eager(true);
    const auto begun = std::chrono::steady_clock::now();
    std::size_t counted = 0;  // bytes of the body that have given time already
    while (!parser.is_done()) {
      if (auto fault = co_await feed(parser)) co_return fault;
      if (const std::size_t come = parser.get().body().size(); come >= counted + piece_bytes) {
        counted = come;
        arm_until(begun + shared_.limits.read_time_max + std::chrono::seconds(come / shared_.limits.body_rate_min));
      }
      if (!budget.grow_to(parser.get().body().size())) co_return Fault{503, "Too much is being sent at the same time."};
    }
    deadline_.cancel();
    co_return std::nullopt;
  }

  /// Gives the parser what has come, or waits for more. Beast 1.74 bounds the request line and the fields each by its
  /// own header_limit and a chunk's extension not at all, so the sums are bounded here.
  awaitable<std::optional<Fault>> feed(Parser& parser) {
    if (buffer_.size() > 0) {
      const bool in_head = !parser.is_header_done();
      beast::error_code error;
      const auto count = parser.put(buffer_.data(), error);
      buffer_.consume(count);
      if (error && error != beast::http::error::need_more) {
        // Not parser.content_length(): it is for heads that were taken.
        co_return fault_of(error, shared_.limits, to_string(parser.get()[beast::http::field::content_length]));
      }
      if (in_head) head_bytes_ += count;
      const auto waiting = parser.is_header_done() ? 0 : buffer_.size();
      if (in_head && head_bytes_ + waiting > shared_.limits.header_bytes_max) {
        co_return fault_of(beast::http::error::header_limit, shared_.limits);
      }
      if (!error) co_return std::nullopt;
      // A chunk's extension and the trailer.
      if (parser.is_header_done() && buffer_.size() > shared_.limits.header_bytes_max) {
        Fault fault = fault_of(beast::http::error::header_limit, shared_.limits);
        fault.detail = "The fields of a chunk or trailer are too long.";
        co_return fault;
      }
    }
    if (co_await read_some()) co_return std::nullopt;
    if (timed_out_) co_return Fault{408, "The request did not arrive in time."};
    co_return Fault{};
  }

  awaitable<bool> read_some() {
    if (timed_out_ || !socket_.is_open()) co_return false;
    beast::error_code error;
    const auto count = co_await socket_.async_read_some(buffer_.prepare(piece_bytes),
                                                        asio::redirect_error(asio::use_awaitable, error));
    buffer_.commit(count);
    co_return !error;
  }

  /// Runs the handler on the pool; comes back on this thread.
  awaitable<Response> answer(Request request) {
    const asio::use_awaitable_t<> token;
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Response)>(
        [this](auto resume, Request given) {
          shared_.pool.submit([&shared = shared_, resume = std::move(resume), given = std::move(given)]() mutable {
            asio::post(shared.io,
                       [resume = std::move(resume), response = run_handler(shared.handler, given)]() mutable {
                         resume(std::move(response));
                       });
          });
        },
        token, std::move(request));
  }

  /// Answers and ends the connection. What the peer still sends is read and dropped for a while: closing with bytes
  /// unread would reset the connection and take the answer away from it (RFC 9112 section 9.6).
  awaitable<void> refuse(Response response, std::string method) {
    timed_out_ = false;
    if (!co_await write(std::move(response), method, false)) co_return;
    beast::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    arm(linger_time_max);
    do {
      buffer_.consume(buffer_.size());
    } while (co_await read_some());
  }

  awaitable<bool> write(Response response, const std::string& method, bool keep) {
    auto head = response_head(response, keep, base::SystemClock().now());
    if (!head) {
      response = problem(500, "The server failed.", "");
      head = response_head(response, keep, base::SystemClock().now());
    }
    const bool with_body = has_body(response, method);
    if (!with_body || response.file) {
      if (!co_await write_all(asio::buffer(*head))) co_return false;
      co_return !with_body || co_await write_file(*response.file);
    }
    if (response.body.size() <= piece_bytes) {
      const std::array<asio::const_buffer, 2> both = {asio::buffer(*head), asio::buffer(response.body)};
      co_return co_await write_all(both);
    }
    if (!co_await write_all(asio::buffer(*head))) co_return false;
    for (std::size_t at = 0; at < response.body.size(); at += piece_bytes) {
      if (!co_await write_all(asio::buffer(asio::buffer(response.body) + at, piece_bytes))) co_return false;
    }
    co_return true;
  }

  awaitable<bool> write_file(FileBody file) {
    std::vector<char> piece(std::min<std::uint64_t>(piece_bytes, file.length));
    while (file.length > 0) {
      const auto wanted = std::min<std::uint64_t>(piece.size(), file.length);
      const auto count = ::pread(*file.descriptor, piece.data(), wanted, static_cast<off_t>(file.offset));
      // Cut short behind our back: the peer sees a connection that ends before Content-Length.
      if (count <= 0) co_return false;
      if (!co_await write_all(asio::buffer(piece.data(), static_cast<std::size_t>(count)))) co_return false;
      file.offset += static_cast<std::uint64_t>(count);
      file.length -= static_cast<std::uint64_t>(count);
    }
    co_return true;
  }

  template <class Buffers>
  awaitable<bool> write_all(Buffers buffers) {
    arm(shared_.limits.write_time_max);
    beast::error_code error;
    co_await asio::async_write(socket_, buffers, asio::redirect_error(asio::use_awaitable, error));
    deadline_.cancel();
    co_return !error;
  }

  /// From now on this connection has `time` for what it waits for.
  void arm(std::chrono::seconds time) { arm_until(std::chrono::steady_clock::now() + time); }
  void arm_until(std::chrono::steady_clock::time_point time) {
    timed_out_ = false;
    deadline_.expires_at(time);
    deadline_.async_wait([weak = weak_from_this()](beast::error_code error) {
      const auto self = weak.lock();
      // The deadline may have been moved after this had been queued.
      if (error || !self || self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
      self->timed_out_ = true;
      beast::error_code ignored;
      self->socket_.cancel(ignored);
    });
  }

  Shared& shared_;
  tcp::socket socket_;
  asio::steady_timer deadline_;
  beast::flat_buffer buffer_;
  std::size_t head_bytes_ = 0;  // of the request being read, parsed so far
  const bool refused_;
  bool idle_ = false;  // between two requests
  bool timed_out_ = false;
};

class AsioServer final : public Server {
 public:
  AsioServer(const ServerLimits& limits, Handler handler, RefusalPage refusal_page)
      : shared_(limits, std::move(handler), std::move(refusal_page)), acceptor_(shared_.io), pause_(shared_.io), cut_(shared_.io) {}

  base::Result<> bind(const std::string& address, std::uint16_t port) {
    beast::error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error || !ip.is_loopback()) {
      return base::invalid("address", address, "a loopback address: 127.0.0.0/8 or ::1; nginx stands in front");
    }
    const tcp::endpoint endpoint(ip, port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    if (error) {
      return base::fail(base::Errc::unavailable, "port", std::to_string(port), "could not listen: " + error.message());
    }
    return {};
  }

  std::uint16_t port() const override {
    beast::error_code ignored;
    return acceptor_.local_endpoint(ignored).port();
  }

  void run() override {
    auto work = asio::make_work_guard(shared_.io);
    asio::co_spawn(shared_.io, accept(), asio::detached);
    while (!shared_.stopping || !shared_.sessions.empty()) shared_.io.run_one();
    cut_.cancel();
    work.reset();
    shared_.io.run();
  }

  void stop() override {
    asio::post(shared_.io, [this] { begin_stop(); });
  }

 private:
  awaitable<void> accept() {
    while (!shared_.stopping) {
      beast::error_code error;
      tcp::socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (shared_.stopping) break;
      if (error) {
        pause_.expires_after(accept_pause);
        co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      socket.set_option(tcp::no_delay(true), error);
      const bool full = shared_.sessions.size() - shared_.refusals >= shared_.limits.connections_max;
      if (full && shared_.refusals >= refusals_max) continue;
      auto session = std::make_shared<Session>(shared_, std::move(socket), full);
      asio::co_spawn(shared_.io, Session::serve(std::move(session)), asio::detached);
    }
  }

  void begin_stop() {
    if (shared_.stopping) return;
    shared_.stopping = true;
    beast::error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    for (Session* session : shared_.sessions) session->close_if_idle();
    cut_.expires_after(shared_.limits.stop_time_max);
    cut_.async_wait([this](beast::error_code error) {
      if (error) return;
      for (Session* session : shared_.sessions) session->close();
    });
  }

  Shared shared_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  asio::steady_timer cut_;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::listen(const std::string& address, std::uint16_t port,
                                                     const ServerLimits& limits, Handler handler,
                                                     RefusalPage refusal_page) {
  if (limits.threads == 0 || limits.body_rate_min == 0 || limits.queue_max == 0 || limits.connections_max == 0 ||
      limits.header_bytes_max == 0) {
    return base::invalid("limits", "0", "threads, queue_max, connections_max, header_bytes_max and body_rate_min are at least 1");
  }
  try {
    auto server = std::make_unique<AsioServer>(limits, std::move(handler), std::move(refusal_page));
    TRY_VOID(server->bind(address, port));
    return server;
  } catch (const std::exception& error) {
    return base::fail(base::Errc::unavailable, "server", "", error.what());
  }
}

}  // namespace writ::http
