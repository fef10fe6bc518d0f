#include "compiler/base/thread_pool.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>

using namespace mpaas;

TEST_CASE("every index runs once, on any number of threads") {
  for (const unsigned threads : {1U, 2U, 7U}) {
    ThreadPool pool(threads);
    CHECK(pool.size() == threads);
    std::vector<int> hits(1000, 0);
    pool.for_each(hits.size(), [&](std::size_t i) { ++hits[i]; });
    CHECK(std::accumulate(hits.begin(), hits.end(), 0) == 1000);
    CHECK(std::count(hits.begin(), hits.end(), 1) == 1000);
    pool.for_each(0, [](std::size_t) { FAIL(); });
  }
}

TEST_CASE("a job may submit jobs") {
  ThreadPool pool(3);
  std::atomic<int> done = 0;
  for (int i = 0; i < 10; ++i) {
    pool.submit([&] {
      pool.submit([&] { ++done; });
      ++done;
    });
  }
  pool.wait();
  CHECK(done == 20);
}
