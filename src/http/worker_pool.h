// Threads that run handlers, with a bounded queue: what does not fit is refused at once, never kept waiting.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace writ::http {

class WorkerPool {
 public:
  using Job = std::move_only_function<void()>;

  WorkerPool(unsigned threads, std::size_t queue_max);
  /// Runs what is queued, then joins.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False while every thread is busy and the queue is full. Stays true until the next submit() if one thread submits.
  bool has_room() const;
  void submit(Job job);

 private:
  void work();

  const std::size_t jobs_max_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  std::size_t jobs_ = 0;  // queued or running
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace writ::http
