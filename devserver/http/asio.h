// Boost.Asio and Beast, for this folder's .cc files only: half a minute of compiling each.
#pragma once

#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without it

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace mpaas::http {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using tcp = net::ip::tcp;
using Failure = boost::system::error_code;

// co_await stream.async_read_some(buffer, into(failure)): failures as values, nothing throws.
inline auto into(Failure& failure) { return net::redirect_error(net::use_awaitable, failure); }

}  // namespace mpaas::http
