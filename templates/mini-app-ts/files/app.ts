import { greet } from '@/utils/greeting';

App({
  onLaunch() {
    my.showToast({ content: greet(new Date().getHours()), duration: 1000 });
  },
});
