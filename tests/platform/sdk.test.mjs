// The official SDK's own cores against the served binary: @alicloud/openapi-core signs with ACS3 and sends chunked bodies (the
// generated clients of a product only name operations and fields), @alicloud/pop-core signs the older way.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { appId, startPlatform } from './support.mjs';

const require = createRequire(import.meta.url);
const core = require('@alicloud/openapi-core');
const { default: Client, $OpenApiUtil } = core;
const { RuntimeOptions } = require('@darabonba/typescript');
const Pop = require('@alicloud/pop-core').RPCClient;

function sdk(world, secret = world.credentials.accessKeySecret) {
  const client = new Client(new $OpenApiUtil.Config({
    accessKeyId: world.credentials.accessKeyId, accessKeySecret: secret, regionId: 'cn-hangzhou',
    endpoint: `127.0.0.1:${world.port}`, protocol: 'HTTP',
  }));
  const scope = { AppId: world.credentials.appId, TenantId: world.credentials.tenantId, WorkspaceId: world.credentials.workspaceId };
  return async (action, body = {}) => {
    const params = new $OpenApiUtil.Params({
      action, version: '2020-10-28', protocol: 'HTTPS', pathname: '/', method: 'POST', authType: 'AK', style: 'RPC', reqBodyType: 'formData', bodyType: 'json',
    });
    const answer = await client.callApi(params, new $OpenApiUtil.OpenApiRequest({ body: { ...scope, ...body } }), new RuntimeOptions({ autoretry: false }));
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.body.ResultCode, 'OK');
    return answer.body;
  };
}

async function post(token, name, bytes) {
  const form = new FormData();
  form.set('key', token.Dir + name);
  form.set('policy', token.Policy);
  form.set('OSSAccessKeyId', token.Accessid);
  form.set('signature', token.Signature);
  form.set('success_action_status', '200');
  form.set('file', new Blob([bytes]), name);
  const answer = await fetch(token.Host, { method: 'POST', body: form });
  assert.equal(answer.status, 200, await answer.text());
  return `${token.Host}/${token.Dir}${name}`;
}

test('the official core releases a mini-program', async (t) => {
  const world = await startPlatform();
  t.after(() => world.close());
  const call = sdk(world);
  const name = '演示 demo~*+&=';
  assert.equal((await call('CreateMcubeMiniApp', { H5Id: appId, H5Name: name })).CreateMiniResult.Success, true);
  assert.equal((await call('ListMcubeMiniApps', { PageNum: 1, PageSize: 10 })).ListMiniResult.MiniProgramList[0].H5Name, name);
  assert.equal((await call('CreateMcubeVhost', { Vhost: 'h5app.com' })).CreateVhostResult.Success, true);
  assert.equal((await call('QueryMcubeVhost')).QueryVhostResult.Data, 'h5app.com');
  assert.equal((await call('ExistMcubeRsaKey')).CheckRsaKeyResult.Data, 'false');

  const packed = world.run('pack', world.app(), '--type', 'mini', '--format', 'zip', '--app-id', appId, '--version', '1.0.0.0', '-o', 'p.zip');
  assert.equal(packed.status, 0, packed.err);
  const token = (await call('GetMcubeFileToken', { OnexFlag: true })).GetFileTokenResult.FileToken;
  assert.deepEqual(Object.keys(token).sort(), ['Accessid', 'Dir', 'Expire', 'Host', 'Policy', 'Signature']);
  const url = await post(token, 'p.zip', fs.readFileSync(path.join(world.folder, 'p.zip')));
  const fields = {
    AutoInstall: 1, ClientVersionMin: '0.0.0', EnableKeepAlive: 'NO', EnableOptionMenu: 'NO', EnableTabBar: 0, H5Id: appId, H5Name: name, H5Version: '1.0.0.0',
    InstallType: 1, MainUrl: '/index.html#pages/index/index', OnexFlag: true, PackageType: 1, Platform: 'all', ResourceFileUrl: url, ResourceType: 1, UserId: 'u',
    Vhost: 'h5app.com',
  };
  const uploaded = (await call('UploadMcubeMiniPackage', fields)).UploadMiniPackageResult;
  assert.equal(uploaded.Success, true, uploaded.ResultMsg);
  const id = uploaded.ReturnPackageResult.PackageId;
  const debug = new URL(new URL(uploaded.ReturnPackageResult.DebugUrl).searchParams.get('scheme'));
  assert.equal(debug.searchParams.get('appId'), appId);
  assert.equal(debug.searchParams.get('nbsv'), '1.0.0.0');
  const info = (await call('QueryMcubeMiniPackage', { H5Id: appId, Id: id })).QueryMiniPackageResult.MiniPackageInfo;
  assert.equal(info.H5Version, '1.0.0.0');
  assert.equal((await fetch(info.DownloadUrl)).status, 200);

  assert.equal((await world.check('')).reason, 'no_release');
  assert.equal((await world.check(`nbtoken=${debug.searchParams.get('nbtoken')}`)).reason, 'debug');
  const list = (await call('CreateMcubeWhitelist', { WhiteListName: 'testers', WhitelistType: 'userid' })).CreateWhitelistResult.WhitelistId;
  const added = (await call('UpdateMcubeWhitelist', { Id: list, KeyIds: 'alice,bob', OnexFlag: true })).AddWhitelistResult.AddWhitelistInfo;
  assert.deepEqual([added.SuccessNum, added.FailNum], [2, 0]);
  const task = (await call('CreateMcubeMiniTask', { PackageId: id, PublishType: 2, PublishMode: 1, WhitelistIds: list, Memo: 'try' })).CreateMiniTaskResult.MiniTaskId;
  assert.equal((await world.check('userId=alice')).reason, 'whitelist');
  assert.equal((await world.check('userId=carol')).reason, 'no_release');
  await call('ChangeMcubeMiniTaskStatus', { BizType: 'MINI', PackageId: id, TaskId: task, TaskStatus: 3 });
  assert.equal((await world.check('userId=alice')).reason, 'no_release');
  assert.equal((await call('QueryMcubeMiniTask', { TaskId: task })).QueryMiniTaskResult.MiniTaskInfo.TaskStatus, 3);
  assert.equal((await call('ListMcubeMiniTasks', { Id: id })).ListMiniTaskResult.MiniTaskList.length, 1);
  await call('ChangeMcubeMiniTaskStatus', { BizType: 'MINI', PackageId: id, TaskId: task, TaskStatus: 1 });
  const removed = (await call('DeleteMdsWhitelistContent', { WhitelistId: list, WhitelistValue: 'alice' })).ResultContent;
  assert.equal(removed.Data.Success, true);
  assert.equal((await world.check('userId=alice')).reason, 'no_release');
  assert.equal((await world.check('userId=bob')).reason, 'whitelist');
});

test('errors arrive as the core expects them', async (t) => {
  const world = await startPlatform();
  t.after(() => world.close());
  await assert.rejects(sdk(world, 'wrong')('QueryMcubeVhost'), (error) => error.code === 'SignatureDoesNotMatch' && /400|SignatureDoesNotMatch/.test(error.message));
  await assert.rejects(sdk(world)('CreateMcubeVhost'), (error) => error.code === 'MissingVhost');
  await assert.rejects(sdk(world)('NoSuchThing'), (error) => error.code === 'InvalidAction.NotFound');
});

test('pop-core, the older signature, by POST and GET', async (t) => {
  const world = await startPlatform();
  t.after(() => world.close());
  const pop = new Pop({ accessKeyId: world.credentials.accessKeyId, accessKeySecret: world.credentials.accessKeySecret, endpoint: world.url, apiVersion: '2020-10-28' });
  const scope = { AppId: world.credentials.appId, TenantId: world.credentials.tenantId, WorkspaceId: world.credentials.workspaceId };
  for (const method of ['POST', 'GET']) {
    const answer = await pop.request('GetMcubeFileToken', { ...scope, OnexFlag: true }, { method });
    assert.equal(answer.GetFileTokenResult.Success, true);
  }
  await assert.rejects(pop.request('CreateMcubeVhost', scope, { method: 'POST' }), (error) => error.code === 'MissingVhost');
});
