// The calling conventions of my.*: callbacks success / fail / complete in the options, or a promise when there is
// none.

// A failure that user code gets to see: {error, errorMessage}.
export class ApiError {
  constructor(error, errorMessage) {
    this.error = error;
    this.errorMessage = errorMessage;
  }
}

// run(params, done): done(result), or done(new ApiError(...)). `guard(callback, value)` calls user code and reports
// what it throws.
export function asyncApi(guard, run) {
  return (options) => {
    const given = options !== null && typeof options === 'object' ? options : {};
    const params = Object.assign({}, given);
    delete params.success;
    delete params.fail;
    delete params.complete;
    const { success, fail, complete } = given;
    if (typeof success !== 'function' && typeof fail !== 'function' && typeof complete !== 'function') {
      return new Promise((resolve, reject) => {
        run(params, (result) => (result instanceof ApiError ? reject(plainError(result)) : resolve(result)));
      });
    }
    run(params, (result) => {
      const failed = result instanceof ApiError;
      const value = failed ? plainError(result) : result;
      // user code never runs before the call has returned
      Promise.resolve().then(() => {
        const callback = failed ? fail : success;
        if (typeof callback === 'function') guard(callback, value);
        if (typeof complete === 'function') guard(complete, value);
      });
    });
    return undefined;
  };
}

// compute(params) -> result, or throws an Error or ApiError
export function localApi(guard, compute) {
  return asyncApi(guard, (params, done) => {
    let result;
    try {
      result = compute(params);
    } catch (error) {
      result = error instanceof ApiError ? error : new ApiError(2, error.message);
    }
    done(result === undefined ? {} : result);
  });
}

export function hostFailure(result) {
  return new ApiError(result.error, result.errorMessage || result.message || 'the call failed');
}

function plainError(failure) {
  return { error: failure.error, errorMessage: failure.errorMessage };
}
